import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, spanOf } from '../../address/period';

interface SpanFormProps {
  dates: { start: string; end: string };
  onChoose: (span: string) => void;
}

/** Two dates, the last day included as people say it; the address holds the day after. */
export function SpanForm({ dates, onChoose }: SpanFormProps) {
  const { t } = useTranslation();
  const [start, setStart] = useState(dates.start);
  const [last, setLast] = useState(addDays(dates.end, -1));
  const text = start && last ? `${start}..${addDays(last, 1)}` : '';
  const isValid = text !== '' && spanOf(text) !== null;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isValid) onChoose(text); }}>
      <Group gap={8} grow mb={8}>
        <TextInput type="date" size="xs" label={t('period.from')} value={start} onChange={(event) => setStart(event.currentTarget.value)} />
        <TextInput type="date" size="xs" label={t('period.to')} value={last} onChange={(event) => setLast(event.currentTarget.value)} />
      </Group>
      <Button type="submit" size="xs" fullWidth disabled={!isValid}>{t('period.show')}</Button>
    </form>
  );
}
