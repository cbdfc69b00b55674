import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Length } from './tree';

const UNITS = ['days', 'hours', 'minutes'] as const;

/** A length of time: a number and its unit. */
export function LengthField({ value, onChange }: { value: Length; onChange: (value: Length) => void }) {
  const { t } = useTranslation('conditions');
  return (
    <>
      <NumberInput
        size="xs" w={76} min={1} allowDecimal={false} aria-label={t('length.amount')} value={value.amount || ''} error={value.amount < 1}
        onChange={(amount) => onChange({ ...value, amount: Number(amount) || 0 })}
      />
      <Select
        size="xs" w={96} aria-label={t('length.unit')} value={value.unit} allowDeselect={false}
        data={UNITS.map((unit) => ({ value: unit, label: t(`length.${unit}`) }))}
        onChange={(unit) => unit && onChange({ ...value, unit: unit as Length['unit'] })}
      />
    </>
  );
}

/** A window: everything there ever was, or the last so many days. */
export function WindowField({ value, onChange }: { value: Length | null; onChange: (value: Length | null) => void }) {
  const { t } = useTranslation('conditions');
  return (
    <>
      <Select
        size="xs" w={116} aria-label={t('window.name')} value={value ? 'last' : 'ever'} allowDeselect={false}
        data={[{ value: 'ever', label: t('window.ever') }, { value: 'last', label: t('window.last') }]}
        onChange={(next) => onChange(next === 'last' ? { amount: 30, unit: 'days' } : null)}
      />
      {value && <LengthField value={value} onChange={onChange} />}
    </>
  );
}
