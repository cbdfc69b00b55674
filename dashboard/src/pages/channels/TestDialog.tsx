import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import { useSession } from '../../api/session';
import { FormError } from '../../parts/FormError';
import { Said } from './Said';
import type { Connection } from './shapes';

/** Sends a few words to an address of one's own, at once, and says what the provider answered. */
export function TestDialog({ connection, isOpen, onClose }: { connection: Connection; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('channels');
  const operator = useSession().data?.operator;
  const [to, setTo] = useState(connection.channel === 'email' ? (operator?.email ?? '') : '');
  const send = useMutation({ mutationFn: () => api.post(at('/api/channels/{connection_id}/test', { connection_id: connection.id }), { address: to.trim() }) });
  const told = useFormProblems(send.error, ['address']);
  const isWell = send.data?.status === 'sent';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const close = () => {
    send.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t('test.title', { name: connection.name })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <TextInput label={t('test.to')} description={t(`address.${connection.channel}`, { defaultValue: '' })} value={to} error={told.fields.address} data-autofocus onChange={(event) => { setTo(event.currentTarget.value); send.reset(); }} />
          {send.data && (
            <Alert color={isWell ? 'evergreen' : 'red'} p="sm" role="status">
              {t(isWell ? 'test.sent' : 'test.notSent')}
              <Said isWell={isWell} text={[send.data.what, send.data.what.includes(send.data.code) ? '' : send.data.code].filter((part) => part && part !== 'sent').join(' · ')} />
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>{t('close')}</Button>
            <Button type="submit" loading={send.isPending} disabled={!to.trim()}>{t('test.send')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
