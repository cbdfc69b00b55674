import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { api, at } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import { useSession } from '../../api/session';
import { FormError } from '../../parts/FormError';
import type { Message } from './document';

interface TestDialogProps { message: Message; isOpen: boolean; isChanged: boolean; language: string; customer: string | null; onClose: () => void }

const POLL_MS = 1000;
const SETTLED = ['sent', 'failed', 'suppressed', 'unknown'];

/** Sends the saved version to one address, written as for the customer of the preview, and says what became of it. */
export function TestDialog({ message, isOpen, isChanged, language, customer, onClose }: TestDialogProps) {
  const { t } = useTranslation('messages');
  const [address] = useAddress();
  const operator = useSession().data?.operator;
  const [to, setTo] = useState(message.channel === 'email' ? (operator?.email ?? '') : '');
  const send = useMutation({
    mutationFn: () => api.post(at('/api/messages/{name}/test', { name: message.name }), { address: to.trim(), customer_id: customer, event_name: address.event ?? null, language }),
  });
  const told = useFormProblems(send.error, ['address']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={() => { send.reset(); onClose(); }} title={t('test.title', { title: message.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {isChanged && <Alert color="yellow" p="sm">{t('test.unsaved')}</Alert>}
          <FormError error={told.rest} />
          <TextInput label={t('test.to')} description={t(`test.address.${message.channel}`)} value={to} error={told.fields.address} data-autofocus onChange={(event) => { setTo(event.currentTarget.value); send.reset(); }} />
          {send.data && <Outcome id={send.data.message_id} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => { send.reset(); onClose(); }}>{t('cancel')}</Button>
            <Button type="submit" loading={send.isPending} disabled={!to.trim()}>{t('test.send')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Outcome({ id }: { id: string }) {
  const { t } = useTranslation('messages');
  const path = at('/api/deliveries/{message_id}', { message_id: id });
  const delivery = useQuery({
    queryKey: [path],
    queryFn: () => api.get(path),
    refetchInterval: (query) => (SETTLED.includes(query.state.data?.status ?? '') ? false : POLL_MS),
  });
  const status = delivery.data?.status ?? 'waiting';
  const isSettled = SETTLED.includes(status);
  return (
    <Alert color={status === 'sent' ? 'evergreen' : isSettled ? 'red' : 'gray'} p="sm" role="status">
      {t(status === 'sent' ? 'test.sent' : isSettled ? 'test.notSent' : 'test.waiting')}
      {delivery.data && status !== 'sent' && delivery.data.why && <div lang="en">{delivery.data.why} {delivery.data.detail}</div>}
    </Alert>
  );
}
