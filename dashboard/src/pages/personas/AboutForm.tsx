import { Button, Popover, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';

const FIELDS = ['product', 'category', 'trait'] as const;

/** For one product or category, of customers or of organizations. */
export function AboutForm() {
  const { t } = useTranslation('personas');
  const [address, change] = useAddress();
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<Record<string, string>>({});
  const told = [address.product, address.category].filter(Boolean).join(' · ');
  const by = form.by ?? address.by ?? 'customer';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = Object.fromEntries(FIELDS.map((field) => [field, (form[field] ?? address[field] ?? '').trim() || undefined]));
    change({ ...given, trait: by === 'account' ? given.trait : undefined, by: by === 'account' ? by : undefined });
    setOpen(false);
    setForm({});
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md" width={300}>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconAdjustments size={15} />} aria-haspopup="dialog" onClick={() => setOpen(!isOpen)}>
          {told || t(address.by === 'account' ? 'ask.ofAccounts' : 'ask.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <SegmentedControl
              size="xs" aria-label={t('ask.by')} value={by} onChange={(value) => setForm({ ...form, by: value })}
              data={[{ value: 'customer', label: t('ask.customer') }, { value: 'account', label: t('ask.account') }]}
            />
            {FIELDS.filter((field) => field !== 'trait' || by === 'account').map((field) => (
              <TextInput
                key={field} size="xs" label={t(`ask.${field}`)} description={t(`ask.${field}Text`)} value={form[field] ?? address[field] ?? ''}
                onChange={(event) => setForm({ ...form, [field]: event.currentTarget.value })}
              />
            ))}
            <Button type="submit" size="xs">{t('ask.show')}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
