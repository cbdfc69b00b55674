import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { api, at } from '../../api/client';
import { MessagePicker } from '../../parts/fields/MessagePicker';
import { freeName, nameFrom } from '../../parts/fields/names';
import { FormError } from '../../parts/FormError';

interface NewCampaignProps { isOpen: boolean; taken: string[]; onClose: () => void }

export function NewCampaign({ isOpen, taken, onClose }: NewCampaignProps) {
  const { t } = useTranslation('campaigns');
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('new.title')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      {isOpen && <Form taken={taken} onClose={onClose} />}
    </Modal>
  );
}

function Form({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const { t } = useTranslation('campaigns');
  const go = useGo();
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [ownName, setOwnName] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const name = ownName ?? freeName(nameFrom(title), taken);
  const isTaken = taken.includes(name);
  const create = useMutation({
    mutationFn: () => api.put(at('/api/campaigns/{name}', { name }), { document: { campaign: name, title: title.trim(), message, when: { now: true } } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['/api/campaigns'] });
      go(`/campaigns/${encodeURIComponent(name)}`);
    },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
      <Stack gap="sm">
        <TextInput label={t('form.title')} value={title} required maxLength={200} data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextInput
          label={t('new.name')} description={t('new.nameText')} value={name} required maxLength={40} pattern="[a-z0-9][a-z0-9_\-]*" error={isTaken ? t('new.taken') : undefined}
          onChange={(event) => setOwnName(event.currentTarget.value)}
        />
        <MessagePicker label={t('form.message')} value={message} onChange={setMessage} />
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" loading={create.isPending} disabled={!title.trim() || !name || !message || isTaken}>{t('new.create')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
