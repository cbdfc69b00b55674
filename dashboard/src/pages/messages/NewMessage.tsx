import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { useReport } from '../../api/report';
import { slugOf } from '../../parts/documents';
import { CHANNELS, NEW } from './document';

/** What a message needs before it can be written: a title, its channel, and what it is about. */
export function NewMessage({ isOpen, onClose, taken }: { isOpen: boolean; onClose: () => void; taken: string[] }) {
  const { t, i18n } = useTranslation('messages');
  const go = useGo();
  const topics = useReport('/api/topics', {}, { isLive: false });
  const [form, setForm] = useState({ title: '', name: '', channel: 'email', topic: '' });
  const name = form.name || slugOf(form.title);
  const topic = form.topic || (topics.data?.topics.find((each) => each.kind === 'marketing') ?? topics.data?.topics[0])?.id || '';
  const isTaken = taken.includes(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name && !isTaken) go(`/messages/${NEW}`, { channel: form.channel, topic, title: form.title.trim(), name });
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('newTitle')} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label={t('field.title')} required value={form.title} maxLength={200} data-autofocus onChange={(event) => setForm({ ...form, title: event.currentTarget.value })} />
          <TextInput
            label={t('field.name')} description={t('field.nameHint')} required value={name} maxLength={40} error={isTaken && t('field.taken')}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <Select label={t('field.channel')} value={form.channel} allowDeselect={false} data={CHANNELS.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))} onChange={(channel) => channel && setForm({ ...form, channel })} />
          <Select label={t('field.topic')} description={t('field.topicHint')} value={topic || null} allowDeselect={false} data={topics.data?.topics.map((each) => ({ value: each.id, label: each.titles[i18n.language] ?? each.title }))} onChange={(next) => next && setForm({ ...form, topic: next })} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" disabled={!name || isTaken}>{t('write')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
