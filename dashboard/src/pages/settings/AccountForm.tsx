import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useFormProblems } from '../../api/fieldProblems';
import type { Account } from '../../api/session';
import { FormError } from '../../parts/FormError';
import { clockIn, currencyOptions, localeOptions, zoneOptions } from '../../format/choices';
import classes from './Settings.module.css';

const FIELDS = ['name', 'postal_address', 'currency', 'time_zone', 'locale'] as const;
type Field = (typeof FIELDS)[number];

/** Name, currency, time zone and locale of the whole account. */
export function AccountForm({ account }: { account: Account }) {
  const { t, i18n } = useTranslation('settings');
  const queries = useQueryClient();
  const [form, setForm] = useState(account);
  const save = useMutation({
    mutationFn: () => api.put('/api/account', form),
    onSuccess: (kept) => {
      setForm(kept);
      notifications.show({ message: t('saved') });
      // Every number may read differently in another currency or zone.
      void queries.invalidateQueries();
    },
  });
  const told = useFormProblems(save.error, [...FIELDS]);
  const change = (field: Field) => (value: string | null) => {
    setForm({ ...form, [field]: value ?? '' });
    if (told.fields[field]) save.reset();
  };
  const isChanged = FIELDS.some((field) => form[field] !== account[field]);
  const currencies = useMemo(() => currencyOptions(i18n.language, account.currency), [i18n.language, account.currency]);
  const zones = useMemo(() => zoneOptions(account.time_zone), [account.time_zone]);
  const locales = useMemo(() => localeOptions(i18n.language, account.locale), [i18n.language, account.locale]);
  const clock = clockIn(form.time_zone, i18n.language);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const shared = { searchable: true, limit: 60, nothingFoundMessage: t('account.nothing'), allowDeselect: false } as const;

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Stack gap="md">
        <FormError error={told.rest} />
        <TextInput
          label={t('account.name')} name="name" value={form.name} error={told.fields.name} autoComplete="organization"
          onChange={(event) => change('name')(event.currentTarget.value)}
        />
        <TextInput
          label={t('account.postalAddress')} description={t('account.postalAddressHint')} name="postal_address" value={form.postal_address ?? ''} error={told.fields.postal_address}
          maxLength={300} autoComplete="street-address" onChange={(event) => change('postal_address')(event.currentTarget.value)}
        />
        <Select
          {...shared} label={t('account.currency')} description={t('account.currencyHint')} data={currencies}
          value={form.currency} onChange={change('currency')} error={told.fields.currency}
        />
        {form.currency !== account.currency && (
          <Alert color="yellow" p="sm">
            {t('account.currencyWarning', { before: account.currency, after: form.currency })}
          </Alert>
        )}
        <Select
          {...shared} label={t('account.zone')} description={clock && t('account.zoneNow', { time: clock })} data={zones}
          value={form.time_zone} onChange={change('time_zone')} error={told.fields.time_zone}
        />
        <Select
          {...shared} label={t('account.locale')} description={t('account.localeHint')} data={locales}
          value={form.locale} onChange={change('locale')} error={told.fields.locale}
        />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>{t('save')}</Button>
          {isChanged && <Text className={classes.unsaved}>{t('unsaved')}</Text>}
        </Group>
      </Stack>
    </form>
  );
}
