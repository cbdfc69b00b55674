import { Alert, Button, FileInput, Group, List, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { CHANNELS, type BroughtSuppressions, type NewSuppression } from './shapes';

/** Puts every address of a file on the list, and says how many were new. */
export function ImportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['suppressions', 'messages']);
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [channel, setChannel] = useState<NewSuppression['channel']>('email');
  const [reason, setReason] = useState<NewSuppression['reason']>('imported');
  const [note, setNote] = useState('');
  const take = useMutation({
    mutationFn: async () => api.post('/api/suppressions/import', { csv: await file!.text(), channel, reason, note }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/suppressions'] }),
  });
  const close = () => {
    take.reset();
    setFile(null);
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t('import.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <FormError error={take.error} />
        <FileInput label={t('import.file')} description={t('import.fileHint')} placeholder={t('import.choose')} accept=".csv,.txt,text/csv,text/plain" value={file} clearable onChange={(next) => { setFile(next); take.reset(); }} />
        <Select label={t('column.channel')} description={t('import.ownFirst')} value={channel} allowDeselect={false} data={CHANNELS.map((each) => ({ value: each, label: each === 'all' ? t('allChannels') : t(`messages:channel.${each}`) }))} onChange={(next) => setChannel(next as NewSuppression['channel'])} />
        <Select label={t('column.reason')} value={reason} allowDeselect={false} data={(['imported', 'legal'] as const).map((each) => ({ value: each, label: t(`reason.${each}`) }))} onChange={(next) => setReason(next as NewSuppression['reason'])} />
        <TextInput label={t('column.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        {take.data && <Brought brought={take.data} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{take.data ? t('close') : t('cancel')}</Button>
          {!take.data && <Button disabled={!file} loading={take.isPending} onClick={() => take.mutate()}>{t('import.confirm')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}

function Brought({ brought }: { brought: BroughtSuppressions }) {
  const { t } = useTranslation('suppressions');
  const format = useFormats();
  return (
    <Alert color={brought.unreadable ? 'yellow' : 'evergreen'} p="sm" role="status">
      {t('import.done', { count: brought.added, added: format.count(brought.added), known: format.count(brought.known) })}
      {brought.unreadable > 0 && <> {t('import.aside', { count: brought.unreadable, formatted: format.count(brought.unreadable) })}</>}
      {brought.unread.length > 0 && (
        <List size="sm" mt={4}>
          {brought.unread.map((row) => <List.Item key={row.line}>{t('import.line', { line: format.count(row.line), why: t(`import.why.${row.why}`, { found: row.found }) })}</List.Item>)}
        </List>
      )}
    </Alert>
  );
}
