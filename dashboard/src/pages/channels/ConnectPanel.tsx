import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import { FormError } from '../../parts/FormError';
import { SidePanel } from '../../parts/SidePanel';
import { FieldInput } from './FieldInput';
import { Said } from './Said';
import type { Connection, Kind } from './shapes';
import { useChannelsAgain } from './useChannels';

interface ConnectPanelProps { kind: Kind | null; connection: Connection | null; onClose: () => void; onEdit: (id: string) => void }

type Unwell = { id: string; what: string } | null;

/** What has to be entered to connect a channel, where to find it, and what is kept already. */
export function ConnectPanel({ kind, connection, onClose, onEdit }: ConnectPanelProps) {
  const { t } = useTranslation('channels');
  const [unwell, setUnwell] = useState<Unwell>(null);
  const title = kind ? t(`kind.${kind.kind}`, { defaultValue: kind.title }) : '';
  return (
    <SidePanel isOpen={kind !== null} onClose={onClose} size={520} title={connection ? t('form.edit', { name: connection.name }) : t('form.title', { title })}>
      {kind && <ConnectForm key={connection?.id ?? kind.kind} kind={kind} connection={connection} title={title} onClose={onClose} onEdit={onEdit} unwell={unwell && unwell.id === connection?.id ? unwell : null} onUnwell={setUnwell} />}
    </SidePanel>
  );
}

type ConnectFormProps = ConnectPanelProps & { kind: Kind; title: string; unwell: Unwell; onUnwell: (unwell: Unwell) => void };

function ConnectForm({ kind, connection, title, onClose, onEdit, unwell, onUnwell }: ConnectFormProps) {
  const { t } = useTranslation('channels');
  const readAgain = useChannelsAgain();
  const [name, setName] = useState(connection?.name ?? title);
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(kind.fields.map((field) => [field.name, connection ? (connection.entered[field.name] ?? '') : field.default])));
  const save = useMutation({
    mutationFn: async () => {
      const entered = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== '' || (connection !== null && key in connection.entered)));
      const kept = connection
        ? await api.patch(at('/api/channels/{connection_id}', { connection_id: connection.id }), { name, values: entered })
        : await api.post('/api/channels', { kind: kind.kind, name, values: entered });
      return { kept, health: await api.post(at('/api/channels/{connection_id}/check', { connection_id: kept.id })) };
    },
    onSuccess: async ({ kept, health }) => {
      await readAgain();
      onUnwell(health.is_well ? null : { id: kept.id, what: health.what });
      if (!health.is_well) return onEdit(kept.id);
      notifications.show({ message: t(connection ? 'form.changed' : 'form.connected', { name: kept.name }), color: 'evergreen' });
      onClose();
    },
  });
  const told = useFormProblems(save.error, ['name', ...kind.fields.map((field) => field.name)]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const input = (field: Kind['fields'][number]) => (
    <FieldInput
      key={field.name} kind={kind.kind} field={field} value={values[field.name] ?? ''} error={told.fields[field.name]} isKept={connection?.kept_secrets.includes(field.name) ?? false}
      onChange={(value) => setValues({ ...values, [field.name]: value })}
    />
  );
  const optional = kind.fields.filter((field) => field.is_optional && !field.is_usual);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormError error={told.rest} />
        {unwell && !save.isPending && <Alert color="red" p="sm" role="status" title={t('form.unwell')}><Said text={unwell.what} isWell={false} /></Alert>}
        <TextInput label={t('form.name')} description={t('form.nameHint')} value={name} error={told.fields.name} maxLength={80} required onChange={(event) => setName(event.currentTarget.value)} />
        {kind.fields.filter((field) => !field.is_optional || field.is_usual).map(input)}
        {optional.length > 0 && (
          <details open={optional.some((field) => told.fields[field.name] !== undefined) || undefined}>
            <summary style={{ cursor: 'pointer', fontSize: 13 }}>{t('form.optional', { count: optional.length })}</summary>
            <Stack gap="md" mt="md">{optional.map(input)}</Stack>
          </details>
        )}
        {kind.reads_reports && !connection && <Text size="sm" c="dimmed">{t('form.reports')}</Text>}
        <Group justify="flex-end" gap="xs">
            {save.isPending && <Text size="sm" c="dimmed" role="status">{t('form.looking')}</Text>}
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{connection ? t('form.save') : t('connect')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
