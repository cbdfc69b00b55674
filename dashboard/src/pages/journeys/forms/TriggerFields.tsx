import { Checkbox, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStages, useStageTitle } from '../../../api/maps';
import { useReport } from '../../../api/report';
import { EventFields } from '../../../parts/fields/EventFields';
import { LengthField } from '../../../parts/fields/LengthField';
import { readSchedule, writeSchedule } from '../../../parts/fields/lengths';
import { ScheduleFields } from '../../../parts/fields/ScheduleFields';
import type { Entry } from '../document';

export const TRIGGERS = ['event', 'segment_entered', 'segment_left', 'stage_entered', 'schedule', 'api'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** As documents write it, in every language. */
const KEY_EXAMPLE = 'properties.cart_id';

const FIRST: Record<Trigger, Partial<Entry>> = {
  event: { event: '' }, segment_entered: { segment_entered: '' }, segment_left: { segment_left: '' },
  stage_entered: { stage_entered: '' }, schedule: { schedule: 'every day at 09:00', local: true }, api: { api: true },
};

export function triggerOf(entry: Entry): Trigger {
  return TRIGGERS.find((trigger) => entry[trigger] !== undefined) ?? 'event';
}

/** What makes a customer come in: exactly one of six. */
export function TriggerFields({ entry, onChange }: { entry: Entry; onChange: (entry: Entry) => void }) {
  const { t } = useTranslation('journeys');
  const trigger = triggerOf(entry);
  const choose = (next: Trigger) => onChange({ ...FIRST[next], only: entry.only, again: entry.again });
  return (
    <>
      <Select
        label={t('form.trigger')} value={trigger} allowDeselect={false}
        data={TRIGGERS.map((each) => ({ value: each, label: t(`trigger.${each}`) }))}
        onChange={(next) => next && next !== trigger && choose(next as Trigger)}
      />
      {trigger === 'event' && (
        <>
          <EventFields value={{ event: entry.event ?? '', where: entry.where }} onChange={({ event, where }) => onChange({ ...entry, event, where })} />
          <TextInput label={t('form.key')} description={t('form.keyText')} placeholder={KEY_EXAMPLE} value={entry.key ?? ''} onChange={(event) => onChange({ ...entry, key: event.currentTarget.value || undefined })} />
        </>
      )}
      {trigger === 'segment_entered' && <SegmentChoice value={entry.segment_entered} onChange={(name) => onChange({ ...entry, segment_entered: name })} />}
      {trigger === 'segment_left' && <SegmentChoice value={entry.segment_left} onChange={(name) => onChange({ ...entry, segment_left: name })} />}
      {trigger === 'stage_entered' && <StageChoice value={entry.stage_entered} onChange={(stage) => onChange({ ...entry, stage_entered: stage })} />}
      {trigger === 'schedule' && (
        <>
          <ScheduleFields value={readSchedule(entry.schedule)} onChange={(schedule) => onChange({ ...entry, schedule: writeSchedule(schedule) })} />
          <Checkbox label={t('form.local')} checked={entry.local ?? false} onChange={(event) => onChange({ ...entry, local: event.currentTarget.checked || undefined })} />
        </>
      )}
      {trigger === 'api' && <Text size="sm" c="dimmed">{t('form.apiText')}</Text>}
    </>
  );
}

function SegmentChoice({ value, onChange }: { value: string | undefined; onChange: (name: string) => void }) {
  const { t } = useTranslation('journeys');
  const segments = useReport('/api/segments', {}, { isLive: false });
  return <NamedSelect label={t('form.segment')} value={value} data={(segments.data ?? []).map((each) => ({ value: each.name, label: each.title }))} onChange={onChange} />;
}

function StageChoice({ value, onChange }: { value: string | undefined; onChange: (stage: string) => void }) {
  const { t } = useTranslation('journeys');
  const titleOf = useStageTitle();
  return <NamedSelect label={t('form.stage')} value={value} data={useStages().map((stage) => ({ value: stage.id, label: titleOf(stage.id, stage.title) }))} onChange={onChange} />;
}

/** Whether the same customer may come in again: never, always, after leaving, or after a while. */
export function AgainFields({ again, onChange }: { again: string | undefined; onChange: (again: string | undefined) => void }) {
  const { t } = useTranslation('journeys');
  const plain = (again ?? 'after exit').replaceAll('_', ' ');
  const rule = ['never', 'always', 'after exit'].includes(plain) ? plain : 'after';
  return (
    <>
      <Select
        label={t('form.again')} value={rule} allowDeselect={false}
        data={[{ value: 'after exit', label: t('again.after_exit') }, { value: 'never', label: t('again.never') }, { value: 'always', label: t('again.always') }, { value: 'after', label: t('again.after') }]}
        onChange={(next) => onChange(next === 'after exit' ? undefined : next === 'after' ? 'after 30 days' : next ?? undefined)}
      />
      {rule === 'after' && <LengthField label={t('form.againAfter')} value={plain.replace(/^after /, '')} onChange={(length) => onChange(`after ${length}`)} />}
    </>
  );
}

/** A list of choices by name. */
function NamedSelect({ label, value, data, onChange }: { label: string; value: string | undefined; data: { value: string; label: string }[]; onChange: (value: string) => void }) {
  const known = !value || data.some((each) => each.value === value) ? data : [{ value, label: value }, ...data];
  return <Select label={label} value={value || null} data={known} searchable required allowDeselect={false} onChange={(name) => name && onChange(name)} />;
}
