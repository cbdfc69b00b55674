import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WEEKDAYS, type Schedule } from './lengths';

/** How often, on which day, and at what time of day. */
export function ScheduleFields({ value, onChange }: { value: Schedule; onChange: (value: Schedule) => void }) {
  const { t } = useTranslation('fields');
  const firstOn = { day: '', week: 'monday', month: '1' };
  return (
    <Group gap="xs" grow align="flex-start">
      <Select
        label={t('schedule.every')} value={value.every} allowDeselect={false}
        data={(['day', 'week', 'month'] as const).map((every) => ({ value: every, label: t(`schedule.${every}`) }))}
        onChange={(every) => onChange({ ...value, every: every as Schedule['every'], on: firstOn[every as Schedule['every']] })}
      />
      {value.every === 'week' && <WeekdaySelect label={t('schedule.on')} value={value.on} onChange={(on) => onChange({ ...value, on: on ?? 'monday' })} />}
      {value.every === 'month' && (
        <Select label={t('schedule.on')} value={value.on} allowDeselect={false} data={Array.from({ length: 31 }, (_, day) => String(day + 1))} onChange={(on) => onChange({ ...value, on: on ?? '1' })} />
      )}
      <ClockField label={t('schedule.time')} value={value.time} onChange={(time) => onChange({ ...value, time })} />
    </Group>
  );
}

export function WeekdaySelect({ label, value, onChange, any }: { label: string; value: string | undefined; onChange: (day: string | undefined) => void; any?: string }) {
  const { t } = useTranslation('fields');
  const days: { value: string; label: string }[] = WEEKDAYS.map((day) => ({ value: day, label: t(`weekday.${day}`) }));
  return <Select label={label} value={value ?? ''} allowDeselect={false} data={any ? [{ value: '', label: any }, ...days] : days} onChange={(day) => onChange(day || undefined)} />;
}

export function ClockField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <TextInput type="time" label={label} value={value} required onChange={(event) => onChange(event.currentTarget.value)} />;
}
