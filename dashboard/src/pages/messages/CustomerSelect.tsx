import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { nameOf } from '../../parts/customer';

/** A customer found by name, address or id. */
export function CustomerSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('messages');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 250);
  const found = useReport('/api/customers', { q: asked, known: true, limit: 12 }, { isLive: false });
  const rows = found.data?.rows ?? [];
  const isElse = value !== null && !rows.some((row) => row.customer_id === value);
  const chosen = useReport(at('/api/customers/{customer_id}', { customer_id: value ?? '' }), {}, { isLive: false, isEnabled: isElse });
  const optionOf = (row: { customer_id: string; name: string | null; email: string | null }) => {
    const { name, below } = nameOf(row, t('frame:customer.anonymous'));
    return { value: row.customer_id, label: [name, below].filter(Boolean).join(' · ') };
  };
  const other = chosen.data?.customer_id === value && chosen.data ? optionOf(chosen.data) : { value: value ?? '', label: value ?? '' };
  const known = isElse ? [other, ...rows.map(optionOf)] : rows.map(optionOf);
  return (
    <Select
      size="xs" label={t('preview.as')} placeholder={t('preview.asHint')} data={known} value={value} searchable allowDeselect={false}
      filter={({ options }) => options} onSearchChange={(next) => setText(known.some((option) => option.label === next) ? '' : next)} nothingFoundMessage={t('preview.nobody')}
      onChange={onChange}
    />
  );
}

/** The trigger the message is written for: the customer's newest event of that name. */
export function EventSelect({ value, onChange }: { value: string | null; onChange: (name: string | null) => void }) {
  const { t } = useTranslation('messages');
  const seen = useReport('/api/segments/fields', {}, { isLive: false });
  return (
    <Select
      size="xs" label={t('preview.event')} placeholder={t('preview.noEvent')} clearable searchable value={value} onChange={onChange}
      data={seen.data?.seen.events.map((event) => event.name) ?? []}
    />
  );
}
