import { Alert, Button, FileInput, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { CHANNELS, type NewSuppression } from './shapes';

/** Puts every address of a file on the list, and says how many were new. */
export function ImportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['suppressions', 'messages']);
  const format = useFormats();
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
        <Select label={t('column.channel')} value={channel} allowDeselect={false} data={CHANNELS.map((each) => ({ value: each, label: each === 'all' ? t('allChannels') : t(`messages:channel.${each}`) }))} onChange={(next) => setChannel(next as NewSuppression['channel'])} />
        <Select label={t('column.reason')} value={reason} allowDeselect={false} data={(['imported', 'legal'] as const).map((each) => ({ value: each, label: t(`reason.${each}`) }))} onChange={(next) => setReason(next as NewSuppression['reason'])} />
        <TextInput label={t('column.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        {take.data && <Alert color="evergreen" p="sm" role="status">{t('import.done', { count: take.data.added, added: format.count(take.data.added), known: format.count(take.data.known), unreadable: format.count(take.data.unreadable) })}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{take.data ? t('close') : t('cancel')}</Button>
          {!take.data && <Button disabled={!file} loading={take.isPending} onClick={() => take.mutate()}>{t('import.confirm')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
