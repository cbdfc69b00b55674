import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../../api/client';
import type { Body } from '../../../api/contract';
import { useFormProblems } from '../../../api/fieldProblems';
import { useFormats } from '../../../format';
import { FormError } from '../../../parts/FormError';
import type { Source } from '../shapes';

/** Reads the list of sources again once one has changed. */
function useSourceChange<Answer, Input = void>(send: (input: Input) => Promise<Answer>, after: (answer: Answer) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['/api/sources'] });
      after(answer);
    },
  });
}

/** The source last chosen, so that the words stay while the dialog fades out. */
function useLast(source: Source | null): Source | null {
  const last = useRef(source);
  if (source) last.current = source;
  return last.current;
}

function Dialog(props: { isOpen: boolean; onClose: () => void; title: string; children: ReactNode }) {
  const { t } = useTranslation('data');
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={props.title} centered closeButtonProps={{ 'aria-label': t('close') }}>
      {props.children}
    </Modal>
  );
}

interface CreateDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (source: Source) => void;
}

export function CreateDialog({ isOpen, onClose, onCreated }: CreateDialogProps) {
  const { t } = useTranslation('data');
  const [form, setForm] = useState<Body<'/api/sources', 'post'>>({ name: '', kind: 'http' });
  const create = useSourceChange(
    () => api.post('/api/sources', form),
    (source) => {
      notifications.show({ message: t('source.created', { name: source.name }) });
      setForm({ name: '', kind: 'http' });
      onCreated(source);
    },
  );
  const told = useFormProblems(create.error, ['name', 'kind']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('source.add')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <TextInput
            label={t('source.nameLabel')} placeholder={t('source.namePlaceholder')} value={form.name} error={told.fields.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} data-autofocus
          />
          <Radio.Group label={t('source.kind')} value={form.kind} onChange={(kind) => setForm({ ...form, kind })} error={told.fields.kind}>
            <Stack gap="xs" mt={6}>
              <Radio value="http" label={t('source.kindHttp')} description={t('source.kindHttpText')} />
              <Radio value="clevertap" label={t('source.kindClevertap')} description={t('source.kindClevertapText')} />
            </Stack>
          </Radio.Group>
          <Buttons onClose={onClose}>
            <Button type="submit" loading={create.isPending}>{t('source.create')}</Button>
          </Buttons>
        </Stack>
      </form>
    </Dialog>
  );
}

export function RenameDialog({ source: chosen, onClose }: { source: Source | null; onClose: () => void }) {
  const { t } = useTranslation('data');
  const source = useLast(chosen);
  const [name, setName] = useState('');
  useEffect(() => {
    if (chosen) setName(chosen.name);
  }, [chosen]);
  const rename = useSourceChange(() => api.patch(at('/api/sources/{source_id}', { source_id: source!.id }), { name }), onClose);
  const told = useFormProblems(rename.error, ['name']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog isOpen={chosen !== null} onClose={onClose} title={t('source.renameTitle', { name: source?.name })}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <TextInput
            label={t('source.nameLabel')} value={name} error={told.fields.name} data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Buttons onClose={onClose}>
            <Button type="submit" loading={rename.isPending}>{t('source.save')}</Button>
          </Buttons>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Says in numbers what stops when the key is revoked. */
export function RevokeDialog({ source: chosen, onClose }: { source: Source | null; onClose: () => void }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const source = useLast(chosen);
  const revoke = useSourceChange(
    () => api.delete(at('/api/sources/{source_id}', { source_id: source!.id })),
    () => {
      notifications.show({ message: t('source.revoked', { name: source!.name }) });
      onClose();
    },
  );
  const lastHour = source?.events_last_hour ?? 0;
  return (
    <Dialog isOpen={chosen !== null} onClose={onClose} title={t('source.revokeTitle', { name: source?.name })}>
      <Stack gap="sm">
        {lastHour > 0 && (
          <Text size="sm" fw={600}>{t('source.revokeActive', { count: lastHour, formatted: format.count(lastHour) })}</Text>
        )}
        <Text size="sm">{t('source.revokeText', { count: source?.accepted ?? 0, formatted: format.count(source?.accepted ?? 0) })}</Text>
        <Text size="sm" c="dimmed">{t('source.revokeFinal')}</Text>
        <FormError error={revoke.error} />
        <Buttons onClose={onClose}>
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>{t('source.revokeConfirm')}</Button>
        </Buttons>
      </Stack>
    </Dialog>
  );
}

function Buttons({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('data');
  return (
    <Group justify="flex-end" gap="xs" mt="xs">
      <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
      {children}
    </Group>
  );
}
