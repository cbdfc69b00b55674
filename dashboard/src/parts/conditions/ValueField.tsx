import { Autocomplete, NumberInput, Select, TagsInput, MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { typed } from './claims';
import { LengthField } from './LengthField';
import { hasValue, isLength, type Compare, type Plain, type Value } from './tree';
import type { Choice } from './vocabulary';

interface ValueFieldProps {
  claim: Compare;
  onChange: (value: Value) => void;
  /** The only values there are (stages); else `seen` are suggestions. */
  choices?: Choice[];
  seen?: Plain[];
  isNumber?: boolean;
  /** A share, 0 to 1, typed in percent. */
  isPercent?: boolean;
}

/** What is compared with: one of given names, a number, a length of time, a text, or several of them. */
export function ValueField({ claim, onChange, choices, seen = [], isNumber, isPercent }: ValueFieldProps) {
  const { t } = useTranslation('conditions');
  const { value, operator } = claim;
  const label = t('value');
  const error = !hasValue(claim);
  const take = (text: string) => typed(text, seen, operator);
  if (operator === 'is known' || operator === 'is today') return null;
  if (isLength(value)) return <LengthField value={value} onChange={onChange} />;
  if (Array.isArray(value)) {
    const texts = value.map(String);
    const shared = { size: 'xs', 'aria-label': label, value: texts, error, w: 260, placeholder: texts.length ? undefined : t('choose') } as const;
    if (choices) return <MultiSelect {...shared} data={choices} searchable onChange={onChange} />;
    return <TagsInput {...shared} data={seen.map(String)} onChange={(next) => onChange(next.map(take))} />;
  }
  if (choices) {
    return <Select size="xs" w={180} aria-label={label} placeholder={t('choose')} data={choices} value={String(value) || null} error={error} searchable allowDeselect={false} onChange={(next) => next && onChange(next)} />;
  }
  if (isPercent) {
    const percent = typeof value === 'number' ? Math.round(value * 1000) / 10 : '';
    return <NumberInput size="xs" w={110} aria-label={label} value={percent} error={error} min={0} max={100} suffix=" %" onChange={(next) => onChange(next === '' ? '' : Number(next) / 100)} />;
  }
  if (isNumber) {
    return <NumberInput size="xs" w={110} aria-label={label} value={typeof value === 'number' ? value : ''} error={error} thousandSeparator="," onChange={(next) => onChange(next === '' ? '' : Number(next))} />;
  }
  if (typeof value === 'boolean') {
    return <Select size="xs" w={110} aria-label={label} value={String(value)} allowDeselect={false} data={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} onChange={(next) => onChange(next === 'true')} />;
  }
  return <Autocomplete size="xs" w={180} aria-label={label} placeholder={t('value')} data={[...new Set(seen.map(String))]} value={String(value)} error={error} onChange={(text) => onChange(take(text))} />;
}
