import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { api, at } from '../../api/client';
import { FormError } from '../../parts/FormError';
import { usePlayWords, type Play } from './PlayCard';

/** Takes a play's documents as one's own drafts and opens its journey. Nothing is launched by it. */
export function TakePlay({ play, onClose }: { play: Play | null; onClose: () => void }) {
  const { t } = useTranslation('plays');
  const say = usePlayWords();
  return (
    <Modal opened={play !== null} onClose={onClose} title={play && t('taking.title', { title: say(play.title) })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      {play && <Form play={play} onClose={onClose} />}
    </Modal>
  );
}

function Form({ play, onClose }: { play: Play; onClose: () => void }) {
  const { t } = useTranslation('plays');
  const say = usePlayWords();
  const go = useGo();
  const queries = useQueryClient();
  const [address, setAddress] = useState('');
  const take = useMutation({
    mutationFn: () => api.post(at('/api/plays/{name}/use', { name: play.name }), { shop_url: address.trim() || null }),
    onSuccess: (taken) => {
      void queries.invalidateQueries({ predicate: (query) => /^\/api\/(plays|journeys|messages|segments)/.test(String(query.queryKey[0])) });
      const others = taken.journeys.length - 1;
      const message = [t('taking.done', { count: taken.documents.length }), others > 0 && t('taking.others', { count: others })].filter(Boolean).join(' ');
      notifications.show({ message, color: 'evergreen' });
      go(taken.journeys[0] ? `/journeys/${encodeURIComponent(taken.journeys[0])}` : '/journeys', { view: 'draw' });
    },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); take.mutate(); }}>
      <Stack gap="md">
        <Text size="sm">{t('taking.text', { count: play.messages.length })}</Text>
        {play.journeys.length > 1 && <Text size="sm">{t('taking.several', { count: play.journeys.length })}</Text>}
        <TextInput type="url" label={t('taking.address')} description={t('taking.addressText')} placeholder={EXAMPLE} value={address} data-autofocus onChange={(event) => setAddress(event.currentTarget.value)} />
        {play.adjust.length > 0 && (
          <div>
            <Text size="sm" fw={500}>{t('taking.adjust')}</Text>
            <List size="sm" spacing={4}>{play.adjust.map((words) => <List.Item key={words.en}>{say(words)}</List.Item>)}</List>
          </div>
        )}
        <FormError error={take.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('taking.cancel')}</Button>
          <Button type="submit" loading={take.isPending}>{t('take')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

const EXAMPLE = 'https://shop.example';
