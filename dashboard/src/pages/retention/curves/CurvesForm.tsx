import { Autocomplete, Button, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../../api/report';
import { ConditionField } from '../../../parts/fields/ConditionField';
import { SidePanel } from '../../../parts/SidePanel';
import { CHOICES, eventOf, textOf, type CurvesDraft, type EventDraft } from './asked';

interface CurvesFormProps {
  isOpen: boolean;
  draft: CurvesDraft;
  onClose: () => void;
  onTake: (draft: CurvesDraft) => void;
}

/** Chooses with which event customers begin, and which one is coming back. */
export function CurvesForm({ isOpen, draft, onClose, onTake }: CurvesFormProps) {
  const { t } = useTranslation('retention');
  return (
    <SidePanel isOpen={isOpen} onClose={onClose} title={t('curves.form.title')} size={480}>
      {isOpen && <Fields first={draft} onTake={onTake} />}
    </SidePanel>
  );
}

function Fields({ first, onTake }: { first: CurvesDraft; onTake: (draft: CurvesDraft) => void }) {
  const { t } = useTranslation('retention');
  const [began, setBegan] = useState(eventOf(first.began));
  const [back, setBack] = useState(eventOf(first.back));
  const [days, setDays] = useState(first.days);
  return (
    <form onSubmit={(event) => { event.preventDefault(); onTake({ began: textOf(began), back: textOf(back), days }); }}>
      <Stack gap="lg">
        <AnyEvent label={t('curves.form.began')} hint={t('curves.form.beganHint')} value={began} onChange={setBegan} />
        <AnyEvent label={t('curves.form.back')} hint={t('curves.form.backHint')} value={back} onChange={setBack} />
        <Select
          label={t('curves.form.days')} allowDeselect={false} value={String(days)} onChange={(value) => setDays(Number(value))}
          data={CHOICES.map((count) => ({ value: String(count), label: t('curves.form.dayCount', { count }) }))}
        />
        <Text size="sm" c="dimmed">{t('curves.form.text')}</Text>
        <Button type="submit">{t('curves.form.show')}</Button>
      </Stack>
    </form>
  );
}

function AnyEvent({ label, hint, value, onChange }: { label: string; hint: string; value: EventDraft; onChange: (value: EventDraft) => void }) {
  const { t } = useTranslation(['retention', 'fields']);
  const seen = useReport('/api/segments/fields', {}, { isLive: false }).data?.seen.events ?? [];
  return (
    <Stack gap="xs">
      <Autocomplete
        label={label} description={hint} placeholder={t('curves.any')} value={value.event} data={seen.map((event) => event.name)} limit={12} maxLength={200} clearable
        onChange={(event) => onChange(event ? { ...value, event } : { event: '' })} comboboxProps={{ withinPortal: true }}
      />
      {value.event.trim() && (
        <ConditionField of="event" event={value.event} label={t('fields:event.where')} value={value.where} onChange={(where) => onChange({ ...value, where: where || undefined })} />
      )}
    </Stack>
  );
}
