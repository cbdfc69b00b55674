import { Badge, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import type { Storyteller } from '../../api/personas';
import { FormError } from '../../parts/FormError';
import classes from './Settings.module.css';

const FIELDS = ['base_url', 'model', 'key'] as const;

/** The endpoint that may put a persona's figures into words: address, model and key. */
export function StorytellerForm({ storyteller }: { storyteller: Storyteller }) {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const [form, setForm] = useState({ base_url: storyteller.base_url ?? '', model: storyteller.model ?? '', key: '' });
  const done = () => {
    setForm({ ...form, key: '' });
    void queries.invalidateQueries({ queryKey: ['/api/storyteller'] });
  };
  const save = useMutation({
    mutationFn: () => api.put('/api/storyteller', { ...form, key: form.key || null }),
    onSuccess: () => { notifications.show({ message: t('saved') }); done(); },
  });
  const forget = useMutation({
    mutationFn: () => api.delete('/api/storyteller'),
    onSuccess: () => { done(); setForm({ base_url: '', model: '', key: '' }); },
  });
  const told = useFormProblems(save.error, [...FIELDS]);
  const change = (field: (typeof FIELDS)[number]) => (value: string) => {
    setForm({ ...form, [field]: value });
    if (told.fields[field]) save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Stack gap="md">
        <Group gap="xs">
          <Badge variant="light" color={storyteller.is_connected ? 'evergreen' : 'gray'}>{t(storyteller.is_connected ? 'storyteller.connected' : 'storyteller.notConnected')}</Badge>
          {!storyteller.is_connected && <Text size="sm" c="dimmed">{t('storyteller.needs')}</Text>}
        </Group>
        <FormError error={told.rest} />
        <TextInput
          label={t('storyteller.baseUrl')} description={t('storyteller.baseUrlHint')} name="base_url" type="url" value={form.base_url} error={told.fields.base_url}
          onChange={(event) => change('base_url')(event.currentTarget.value)}
        />
        <TextInput label={t('storyteller.model')} description={t('storyteller.modelHint')} name="model" value={form.model} error={told.fields.model} onChange={(event) => change('model')(event.currentTarget.value)} />
        <PasswordInput
          label={t('storyteller.key')} description={t(storyteller.has_key ? 'storyteller.keyKept' : 'storyteller.keyHint')} name="key" autoComplete="off" value={form.key} error={told.fields.key}
          onChange={(event) => change('key')(event.currentTarget.value)}
        />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!form.base_url || !form.model}>{t('save')}</Button>
          {storyteller.is_connected && <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>{t('storyteller.forget')}</Button>}
        </Group>
      </Stack>
    </form>
  );
}
