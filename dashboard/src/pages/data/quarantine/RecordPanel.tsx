import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormProblems } from '../../../api/fieldProblems';
import { useFormats } from '../../../format';
import { FormError } from '../../../parts/FormError';
import { SidePanel } from '../../../parts/SidePanel';
import { useReasonAdvice, useReasonTitle } from '../reasons';
import type { QuarantinedRecord } from '../shapes';
import classes from './Quarantine.module.css';
import { jsonProblem, laidOut } from './record';
import { useMend, useRetry } from './useRetry';

/** A record, why it waits, and an editor to mend it. Null: closed. */
export function RecordPanel({ record: chosen, onClose }: { record: QuarantinedRecord | null; onClose: () => void }) {
  const { t } = useTranslation('data');
  // The words stay while the panel slides out.
  const last = useRef(chosen);
  if (chosen) last.current = chosen;
  const record = last.current;
  return (
    <SidePanel isOpen={chosen !== null} onClose={onClose} title={t('quarantine.recordTitle')} size={620}>
      {record && <Editor key={record.id} record={record} onDone={onClose} />}
    </SidePanel>
  );
}

function Editor({ record, onDone }: { record: QuarantinedRecord; onDone: () => void }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const [text, setText] = useState(() => laidOut(record.record));
  const retry = useRetry((retried) => {
    notifications.show({ message: t('quarantine.retried', { count: retried, formatted: format.count(retried) }) });
    onDone();
  });
  const mend = useMend((status) => {
    const isBack = status === 'quarantined' || status === 'open';
    notifications.show({ color: isBack ? 'orange' : undefined, message: t(isBack ? 'quarantine.stillWrong' : 'quarantine.mended') });
    onDone();
  });
  const told = useFormProblems(mend.error, ['record']);
  const broken = jsonProblem(text);
  return (
    <Stack gap="md">
      <Why record={record} />
      <FormError error={told.rest ?? retry.error} />
      <Textarea
        label={t('quarantine.record')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          if (mend.error) mend.reset();
        }}
        error={told.fields.record ?? (broken && t('quarantine.notJson', { message: broken }))}
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: classes.editor }}
      />
      <Group gap="xs" justify="space-between">
        <Button variant="subtle" color="gray" disabled={broken !== null} onClick={() => setText(laidOut(text))}>{t('quarantine.tidy')}</Button>
        <Group gap="xs">
          <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({ ids: [record.id] })}>{t('quarantine.retryOne')}</Button>
          <Button loading={mend.isPending} onClick={() => mend.mutate({ id: record.id, record: text })}>{t('quarantine.mend')}</Button>
        </Group>
      </Group>
    </Stack>
  );
}

function Why({ record }: { record: QuarantinedRecord }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const titleOf = useReasonTitle();
  const adviceOf = useReasonAdvice();
  return (
    <div className={classes.why}>
      <Text fw={600}>{titleOf(record.reason, record.reason_title)}</Text>
      <Text size="sm">{record.what}</Text>
      <Text size="sm" c="dimmed">{adviceOf(record.reason, record.next_step)}</Text>
      <Text size="xs" c="dimmed" mt={6}>{t('quarantine.received')}: {format.dateTime(record.received_at)}</Text>
    </div>
  );
}
