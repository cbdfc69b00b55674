import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field } from './shapes';

interface FieldInputProps {
  kind: string;
  field: Field;
  value: string;
  error: string | undefined;
  /** A secret that is there already; left empty, it stays. */
  isKept: boolean;
  onChange: (value: string) => void;
}

/** Keys that come as files of many lines. */
const LONG = ['dkim_key', 'service_account', 'key', 'body'];

export function FieldInput({ kind, field, value, error, isKept, onChange }: FieldInputProps) {
  const { t, i18n } = useTranslation(['channels', 'hints']);
  const label = t(`field.${kind}.${field.name}`, { defaultValue: field.title });
  const hint = isKept ? t('form.kept') : field.hint && t(`hints:${kind}.${field.name}`, { defaultValue: field.hint });
  const isEnglish = !isKept && !i18n.exists(`hints:${kind}.${field.name}`);
  const shared = {
    label, error, required: !field.is_optional && !isKept, placeholder: field.example || undefined, name: field.name,
    description: hint ? <span lang={isEnglish ? 'en' : undefined}>{hint}</span> : undefined,
  };
  const isLong = LONG.includes(field.name) && kind !== 'sms_http' || field.name === 'body';
  if (field.choices.length > 0) return <Select {...shared} value={value || null} data={field.choices} allowDeselect={false} onChange={(next) => onChange(next ?? '')} />;
  if (isLong) return <Textarea {...shared} value={value} autosize minRows={3} maxRows={10} spellCheck={false} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
  if (field.is_secret) return <PasswordInput {...shared} value={value} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('form.show') }} onChange={(event) => onChange(event.currentTarget.value)} />;
  return <TextInput {...shared} value={value} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
}
