import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Numbers, true and false and null are what they look like; anything else is text. */
export function valueOf(text: string): unknown {
  const plain = text.trim();
  if (plain === 'true' || plain === 'false') return plain === 'true';
  if (plain === 'null') return null;
  return plain !== '' && /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}

export function writeValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

interface ValuesFieldProps {
  label: string;
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
}

/** Names with values, one a line. */
export function ValuesField({ label, value, onChange }: ValuesFieldProps) {
  const { t } = useTranslation('journeys');
  const pairs = Object.entries(value);
  const write = (changed: [string, unknown][]) => onChange(Object.fromEntries(changed));
  const change = (at: number, pair: [string, unknown]) => write(pairs.map((each, index) => (index === at ? pair : each)));
  const free = ['property', ...pairs.map((_, index) => `property_${index + 2}`)].find((name) => !(name in value))!;
  return (
    <div>
      <Text size="sm" fw={500}>{label}</Text>
      <Stack gap={6} mt={4}>
        {pairs.map(([name, held], index) => (
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput size="xs" aria-label={t('form.propertyName')} value={name} onChange={(event) => change(index, [event.currentTarget.value, held])} />
            <TextInput size="xs" aria-label={t('form.propertyValue', { name })} value={writeValue(held)} onChange={(event) => change(index, [name, valueOf(event.currentTarget.value)])} />
            <ActionIcon variant="subtle" color="gray" aria-label={t('form.propertyRemove', { name })} onClick={() => write(pairs.filter((_, at) => at !== index))}><IconX size={14} /></ActionIcon>
          </Group>
        ))}
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} w="fit-content" onClick={() => write([...pairs, [free, '']])}>{t('form.propertyAdd')}</Button>
      </Stack>
    </div>
  );
}
