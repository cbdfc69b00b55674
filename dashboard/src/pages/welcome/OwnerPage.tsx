import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useFormProblems } from '../../api/fieldProblems';
import { useSession } from '../../api/session';
import { Redirect } from '../../frame/Redirect';
import { FormError } from '../../parts/FormError';
import { Door } from './Door';
import { ownerErrors, PASSWORD_LENGTH, type FormErrors, type OwnerForm } from './form';
import { useEnter } from './useEnter';

/** The first visit: whoever comes first becomes the owner. */
export default function OwnerPage() {
  const { t } = useTranslation('welcome');
  const session = useSession();
  const enter = useEnter('/api/owner');
  const setupToken = useAddress()[0].setup;
  const [form, setForm] = useState<OwnerForm>({ name: '', email: '', password: '' });
  const [missing, setMissing] = useState<FormErrors>({});
  const told = useFormProblems(enter.error, ['name', 'email', 'password']);
  const errorOf = (field: keyof OwnerForm) =>
    missing[field] ? t(missing[field], { count: PASSWORD_LENGTH }) : told.fields[field];
  const change = (field: keyof OwnerForm) => (event: { currentTarget: HTMLInputElement }) => {
    setForm({ ...form, [field]: event.currentTarget.value });
    setMissing({ ...missing, [field]: undefined });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const errors = ownerErrors(form);
    setMissing(errors);
    if (Object.keys(errors).length === 0) enter.mutate({ ...form, setup_token: setupToken ?? '' });
  };

  if (session.data && !session.data.needs_owner && !enter.isSuccess) return <Redirect to="/sign-in" />;
  return (
    <Door title={t('welcome.title')} sentence={t('welcome.sentence')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {session.data?.needs_setup_token && !setupToken && <Alert color="yellow" p="sm">{t('welcome.link')}</Alert>}
          <FormError error={told.rest} />
          <TextInput
            label={t('welcome.name')} value={form.name} onChange={change('name')} error={errorOf('name')}
            name="name" autoComplete="name" autoFocus required withAsterisk={false}
          />
          <TextInput
            label={t('welcome.email')} value={form.email} onChange={change('email')} error={errorOf('email')}
            name="email" type="email" autoComplete="username" required withAsterisk={false}
          />
          <PasswordInput
            label={t('welcome.password')} value={form.password} onChange={change('password')}
            error={errorOf('password')} description={t('welcome.passwordHint', { count: PASSWORD_LENGTH })}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            name="password" autoComplete="new-password" required withAsterisk={false}
          />
          <Button type="submit" loading={enter.isPending} fullWidth mt="xs">{t('welcome.submit')}</Button>
        </Stack>
      </form>
    </Door>
  );
}
