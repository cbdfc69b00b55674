import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import { FormError } from '../../parts/FormError';
import { CHANNELS, type NewSuppression } from './shapes';

const FIRST: NewSuppression = { channel: 'email', address: '', reason: 'operator', note: '' };

/** Puts one address on the list. */
export function AddDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['suppressions', 'messages']);
  const queries = useQueryClient();
  const [form, setForm] = useState(FIRST);
  const add = useMutation({
    mutationFn: () => api.post('/api/suppressions', form),
    onSuccess: async ({ is_new: isNew }) => {
      notifications.show({ message: t(isNew ? 'add.done' : 'add.known', { address: form.address }) });
      await queries.invalidateQueries({ queryKey: ['/api/suppressions'] });
      setForm(FIRST);
      onClose();
    },
  });
  const told = useFormProblems(add.error, ['address', 'note']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('add.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <TextInput label={t('column.address')} required value={form.address} error={told.fields.address} data-autofocus onChange={(event) => setForm({ ...form, address: event.currentTarget.value })} />
          <Select label={t('column.channel')} value={form.channel} allowDeselect={false} data={CHANNELS.map((channel) => ({ value: channel, label: channel === 'all' ? t('allChannels') : t(`messages:channel.${channel}`) }))} onChange={(channel) => setForm({ ...form, channel: channel as NewSuppression['channel'] })} />
          <Select label={t('column.reason')} value={form.reason} allowDeselect={false} data={(['operator', 'legal'] as const).map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))} onChange={(reason) => setForm({ ...form, reason: reason as NewSuppression['reason'] })} />
          <Textarea label={t('column.note')} description={t('add.noteHint')} value={form.note} error={told.fields.note} autosize minRows={2} onChange={(event) => setForm({ ...form, note: event.currentTarget.value })} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" loading={add.isPending} disabled={!form.address.trim()}>{t('add.confirm')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
