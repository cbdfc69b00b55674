import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import { FormError } from '../../parts/FormError';
import { addressOf, type NewSuppression, type Suppression } from './shapes';

/** Takes an address off the list; why it may be written to again has to be written down. */
export function RemoveDialog({ row, onClose }: { row: Suppression | null; onClose: () => void }) {
  const { t } = useTranslation('suppressions');
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const remove = useMutation({
    mutationFn: () => api.post('/api/suppressions/remove', { channel: row!.channel as NewSuppression['channel'], address: addressOf(row!), note }),
    onSuccess: async () => {
      notifications.show({ message: t('remove.done', { address: addressOf(row!) }) });
      await queries.invalidateQueries({ queryKey: ['/api/suppressions'] });
      close();
    },
  });
  const told = useFormProblems(remove.error, ['note']);
  const close = () => {
    remove.reset();
    setNote('');
    onClose();
  };
  return (
    <Modal opened={row !== null} onClose={close} title={t('remove.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('remove.text', { address: row ? addressOf(row) : '' })}</Text>
        {row && <Text size="sm" c="dimmed">{t('remove.because', { reason: [t(`reason.${row.reason}`, { defaultValue: row.reason }), row.note].filter(Boolean).join(' · ') })}</Text>}
        <FormError error={told.rest} />
        <Textarea label={t('remove.note')} description={t('remove.noteHint')} required value={note} error={told.fields.note} autosize minRows={2} data-autofocus onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{t('cancel')}</Button>
          <Button color="red" loading={remove.isPending} disabled={!note.trim()} onClick={() => remove.mutate()}>{t('remove.confirm')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
