import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';

/** A customer found by name, address or id. */
export function CustomerSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('messages');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 250);
  const found = useReport('/api/customers', { q: asked, known: true, limit: 12 }, { isLive: false });
  const rows = found.data?.rows ?? [];
  const data = rows.map((row) => ({ value: row.customer_id, label: [row.name ?? row.email ?? row.customer_id, row.name && row.email].filter(Boolean).join(' · ') }));
  const known = value === null || data.some((option) => option.value === value) ? data : [{ value, label: value }, ...data];
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
