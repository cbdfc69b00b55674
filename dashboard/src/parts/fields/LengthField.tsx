import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readLength, UNITS, writeLength, type Unit } from './lengths';

interface LengthFieldProps {
  label: string;
  description?: string;
  value: string | undefined;
  onChange: (value: string) => void;
}

/** A length of time: a number and its unit; whatever else is written in the document stays text. */
export function LengthField({ label, description, value, onChange }: LengthFieldProps) {
  const { t } = useTranslation('fields');
  const length = value ? readLength(value) : { amount: 1, unit: 'day' as Unit };
  if (!length) return <TextInput label={label} description={description} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label} description={description} value={length.amount} min={0} decimalScale={1} w={110}
        onChange={(amount) => onChange(writeLength({ ...length, amount: Number(amount) || 0 }))}
      />
      <Select
        aria-label={`${label}: ${t('length.unit')}`} value={length.unit} allowDeselect={false} style={{ flex: 1 }}
        data={UNITS.map((unit) => ({ value: unit, label: t(`length.${unit}`, { count: length.amount }) }))}
        onChange={(unit) => onChange(writeLength({ ...length, unit: unit as Unit }))}
      />
    </Group>
  );
}
