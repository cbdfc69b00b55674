import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spanOf } from '../../address/period';

/** Two moments, not a period: customers at the start of the first day and at the start of the second. */
export function FlowDatesForm({ dates, onChoose }: { dates: { start: string; end: string }; onChoose: (span: string) => void }) {
  const { t } = useTranslation('lifecycle');
  const [start, setStart] = useState(dates.start);
  const [end, setEnd] = useState(dates.end);
  const text = `${start}..${end}`;
  const isValid = spanOf(text) !== null;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isValid) onChoose(text); }}>
      <Group gap={8} grow mb={8}>
        <TextInput type="date" size="xs" label={t('flow.first')} value={start} onChange={(event) => setStart(event.currentTarget.value)} />
        <TextInput type="date" size="xs" label={t('flow.second')} value={end} onChange={(event) => setEnd(event.currentTarget.value)} />
      </Group>
      <Button type="submit" size="xs" fullWidth disabled={!isValid}>{t('flow.show')}</Button>
    </form>
  );
}
