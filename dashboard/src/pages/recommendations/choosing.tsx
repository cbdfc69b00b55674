import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { nameOf, type Named } from '../../parts/customer';

const SEARCH_WAIT_MS = 250;

/** A customer found by name, address or id. */
export function CustomerPicker({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('recommendations');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, SEARCH_WAIT_MS);
  const rows = useReport('/api/customers', { q: asked, known: true, limit: 12 }, { isLive: false }).data?.rows ?? [];
  const isElse = value !== null && !rows.some((row) => row.customer_id === value);
  const other = useReport(at('/api/customers/{customer_id}', { customer_id: value ?? '' }), {}, { isLive: false, isEnabled: isElse }).data;
  const optionOf = (row: Named) => {
    const { name, below } = nameOf(row, t('frame:customer.anonymous'));
    return { value: row.customer_id, label: [name, below].filter(Boolean).join(' · ') };
  };
  const chosen = isElse ? [other?.customer_id === value && other ? optionOf(other) : { value, label: value }] : [];
  const data = [...chosen, ...rows.map(optionOf)];
  return (
    <Select
      size="xs" w={320} maw="100%" label={t('you.customer')} data={data} value={value} searchable allowDeselect={false} filter={({ options }) => options} onChange={onChange}
      onSearchChange={(next) => setText(data.some((option) => option.label === next) ? '' : next)} nothingFoundMessage={t('you.nobody')}
    />
  );
}

/** Only products of one category. */
export function CategoryPicker({ value, onChange }: { value: string | null; onChange: (name: string | null) => void }) {
  const { t } = useTranslation('recommendations');
  const listed = useReport('/api/catalogue', { limit: 1 }, { isLive: false }).data?.known.categories ?? [];
  if (!listed.length) return null;
  return <Select size="xs" w={200} label={t('you.category')} placeholder={t('you.anyCategory')} data={listed} value={value} clearable searchable onChange={onChange} />;
}

/** Products in a cart, out of those that are popular. */
export function CartPicker({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation('recommendations');
  const known = useReport('/api/recommendations/popular', { count: 100, in_stock: false }, { isLive: false }).data?.products ?? [];
  const names = new Map(known.map((product) => [product.id, product.name]));
  const data = [...new Set([...known.map((product) => product.id), ...value])].map((id) => ({ value: id, label: names.get(id) ?? id }));
  return <MultiSelect size="xs" maw={640} label={t('cart.products')} placeholder={value.length ? undefined : t('cart.choose')} data={data} value={value} onChange={onChange} searchable clearable hidePickedOptions limit={100} />;
}
