import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormProblems } from '../../api/fieldProblems';
import { useSession } from '../../api/session';
import { Redirect } from '../../frame/Redirect';
import { FormError } from '../../parts/FormError';
import { Door } from './Door';
import { signInErrors, type FormErrors } from './form';
import { useEnter } from './useEnter';

export default function SignInPage() {
  const { t } = useTranslation('welcome');
  const session = useSession();
  const enter = useEnter('/api/session');
  const [form, setForm] = useState({ email: '', password: '' });
  const [missing, setMissing] = useState<FormErrors>({});
  const told = useFormProblems(enter.error, ['email', 'password']);
  const errorOf = (field: 'email' | 'password') => (missing[field] ? t(missing[field]) : told.fields[field]);
  const change = (field: 'email' | 'password') => (event: { currentTarget: HTMLInputElement }) => {
    setForm({ ...form, [field]: event.currentTarget.value });
    setMissing({ ...missing, [field]: undefined });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const errors = signInErrors(form);
    setMissing(errors);
    if (Object.keys(errors).length === 0) enter.mutate(form);
  };

  if (session.data?.needs_owner) return <Redirect to="/welcome" />;
  return (
    <Door title={t('signIn.title')} sentence={t('signIn.sentence')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError error={told.rest} />
          <TextInput
            label={t('welcome.email')} value={form.email} onChange={change('email')} error={errorOf('email')}
            name="email" type="email" autoComplete="username" autoFocus required withAsterisk={false}
          />
          <PasswordInput
            label={t('welcome.password')} value={form.password} onChange={change('password')}
            error={errorOf('password')} name="password" autoComplete="current-password" required withAsterisk={false}
          />
          <Button type="submit" loading={enter.isPending} fullWidth mt="xs">{t('signIn.submit')}</Button>
        </Stack>
      </form>
    </Door>
  );
}
