import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import type { Operator } from '../../api/session';
import { FormError } from '../../parts/FormError';
import classes from './Settings.module.css';

const PASSWORD_LENGTH = 10;
const FIELDS = ['name', 'email', 'password', 'current_password'] as const;
type Field = (typeof FIELDS)[number];

/** The operator's own name, address and password. */
export function OperatorForm({ operator }: { operator: Operator }) {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const [form, setForm] = useState({ name: operator.name, email: operator.email, password: '', current_password: '' });
  const [hasPassword, setHasPassword] = useState(false);
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({});
  const save = useMutation({
    mutationFn: () => {
      const { name, email, password, current_password } = form;
      return api.put('/api/operator', hasPassword ? { name, email, password, current_password } : { name, email });
    },
    onSuccess: async () => {
      setHasPassword(false);
      setForm({ ...form, password: '', current_password: '' });
      notifications.show({ message: t('saved') });
      await queries.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const told = useFormProblems(save.error, [...FIELDS]);
  const isChanged = hasPassword || form.name !== operator.name || form.email !== operator.email;
  const bind = (field: Field) => ({
    name: field,
    value: form[field],
    error: errors[field] ?? told.fields[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setForm({ ...form, [field]: event.currentTarget.value });
      setErrors({ ...errors, [field]: undefined });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = passwordErrors(hasPassword, form, t);
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  };

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Stack gap="md">
        <FormError error={told.rest} />
        <TextInput label={t('operator.name')} autoComplete="name" {...bind('name')} />
        <TextInput label={t('operator.email')} type="email" autoComplete="username" {...bind('email')} />
        {hasPassword && (
          <>
            <PasswordInput label={t('operator.current')} autoComplete="current-password" autoFocus {...bind('current_password')} />
            <PasswordInput
              label={t('operator.new')} description={t('operator.newHint', { count: PASSWORD_LENGTH })}
              autoComplete="new-password" {...bind('password')}
            />
          </>
        )}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>{t('save')}</Button>
          <Button variant="default" onClick={() => setHasPassword(!hasPassword)}>
            {hasPassword ? t('operator.keep') : t('operator.change')}
          </Button>
          {isChanged && <Text className={classes.unsaved}>{t('unsaved')}</Text>}
        </Group>
      </Stack>
    </form>
  );
}

function passwordErrors(
  hasPassword: boolean,
  form: { password: string; current_password: string },
  t: (key: string, options?: { count: number }) => string,
): Partial<Record<Field, string>> {
  if (!hasPassword) return {};
  return {
    ...(form.current_password ? {} : { current_password: t('operator.currentMissing') }),
    ...(form.password.length >= PASSWORD_LENGTH ? {} : { password: t('operator.newHint', { count: PASSWORD_LENGTH }) }),
  };
}
