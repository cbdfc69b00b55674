import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../../api/client';
import { useFormProblems } from '../../../api/fieldProblems';
import { FormError } from '../../../parts/FormError';
import type { Choice } from '../shapes';

/** It counts from the next tick on. */
const NEXT_TICK_MS = 1200;

/** Writes down what a customer said to an operator; without wording and place it would prove nothing. */
export function ConsentDialog({ customerId, choice, onClose }: { customerId: string; choice: Choice | null; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [isGranted, setGranted] = useState(true);
  const [wording, setWording] = useState('');
  const [place, setPlace] = useState('');
  const path = at('/api/customers/{customer_id}/consents', { customer_id: customerId });
  const say = useMutation({
    mutationFn: () => api.post(path, { channel: choice!.channel, topic: choice!.topic, is_granted: isGranted, wording, place }),
    onSuccess: () => {
      notifications.show({ message: t('consent.said') });
      setTimeout(() => void queries.invalidateQueries({ queryKey: [path] }), NEXT_TICK_MS);
      onClose();
    },
  });
  const told = useFormProblems(say.error, ['wording', 'place']);
  const { reset } = say;
  useEffect(() => {
    if (!choice) return;
    setGranted(!choice.is_granted);
    setWording('');
    setPlace('');
    reset();
  }, [choice, reset]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say.mutate();
  };
  return (
    <Modal opened={choice !== null} onClose={onClose} title={t('consent.dialog', { topic: choice?.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <Radio.Group label={t('consent.answer')} value={String(isGranted)} onChange={(next) => setGranted(next === 'true')}>
            <Group gap="lg" mt={6}><Radio value="true" label={t('consent.yes')} /><Radio value="false" label={t('consent.no')} /></Group>
          </Radio.Group>
          <Textarea label={t('consent.words')} description={t('consent.wordsHint')} required autosize minRows={2} value={wording} error={told.fields.wording} onChange={(event) => setWording(event.currentTarget.value)} />
          <TextInput label={t('consent.place')} description={t('consent.placeHint')} required value={place} error={told.fields.place} onChange={(event) => setPlace(event.currentTarget.value)} />
          {isGranted && choice?.must_confirm && <Text size="sm" c="dimmed">{t('consent.mustConfirm')}</Text>}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('consent.cancel')}</Button>
            <Button type="submit" loading={say.isPending} disabled={!wording.trim() || !place.trim()}>{t('consent.write')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
