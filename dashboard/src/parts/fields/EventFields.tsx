import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { ConditionField } from './ConditionField';

interface EventMatch { event: string; where?: string }

interface EventFieldsProps<Match extends EventMatch> {
  value: Match;
  onChange: (value: Match) => void;
  label?: string;
}

/** An event by name, of those that came in here, and which of them. */
export function EventFields<Match extends EventMatch>({ value, onChange, label }: EventFieldsProps<Match>) {
  const { t } = useTranslation('fields');
  return (
    <>
      <EventName label={label ?? t('event.name')} value={value.event} onChange={(event) => onChange({ ...value, event })} />
      <ConditionField
        of="event" event={value.event || undefined} label={t('event.where')} value={value.where}
        onChange={(where) => onChange({ ...value, where: where || undefined })}
      />
    </>
  );
}

export function EventName({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const seen = useReport('/api/segments/fields', {}, { isLive: false });
  const names = seen.data?.seen.events.map((event) => event.name) ?? [];
  return <Autocomplete label={label} value={value} data={names} limit={12} required maxLength={200} onChange={onChange} comboboxProps={{ withinPortal: true }} />;
}
