import { Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EventFields, EventName } from '../../../parts/fields/EventFields';
import { LengthField } from '../../../parts/fields/LengthField';
import { MessagePicker } from '../../../parts/fields/MessagePicker';
import { ClockField, WeekdaySelect } from '../../../parts/fields/ScheduleFields';
import { kindOf, type Draft, type Step } from '../document';
import { BranchFields } from './BranchFields';
import { SplitFields } from './SplitFields';
import { ValuesField, valueOf, writeValue } from './ValuesField';

interface StepFieldsProps {
  draft: Draft;
  step: Step;
  onChange: (step: Step) => void;
}

/** What a kind of step needs to know. */
export function StepFields({ draft, step, onChange }: StepFieldsProps) {
  const { t } = useTranslation('journeys');
  switch (kindOf(step)) {
    case 'message':
      return <MessagePicker label={t('form.message')} value={step.message} onChange={(message) => onChange({ ...step, message })} />;
    case 'webhook':
      return <MessagePicker isWebhook label={t('form.webhook')} value={step.webhook} onChange={(webhook) => onChange({ ...step, webhook })} />;
    case 'wait':
      return <LengthField label={t('form.length')} value={step.wait} onChange={(wait) => onChange({ ...step, wait })} />;
    case 'wait_until': {
      const until = step.wait_until!;
      return (
        <>
          <ClockField label={t('form.time')} value={until.time} onChange={(time) => onChange({ ...step, wait_until: { ...until, time } })} />
          <WeekdaySelect label={t('form.weekday')} any={t('form.anyDay')} value={until.weekday} onChange={(weekday) => onChange({ ...step, wait_until: { ...until, weekday } })} />
          <Text size="xs" c="dimmed">{t('form.localTime')}</Text>
        </>
      );
    }
    case 'wait_best_hour':
      return <LengthField label={t('form.atMost')} description={t('form.bestHourText')} value={step.wait_best_hour!.at_most} onChange={(at_most) => onChange({ ...step, wait_best_hour: { at_most } })} />;
    case 'wait_for': {
      const waits = step.wait_for!;
      return (
        <>
          <EventFields value={waits} onChange={(wait_for) => onChange({ ...step, wait_for })} />
          <LengthField label={t('form.atMost')} value={waits.at_most} onChange={(at_most) => onChange({ ...step, wait_for: { ...waits, at_most } })} />
        </>
      );
    }
    case 'branch': return <BranchFields draft={draft} step={step} onChange={onChange} />;
    case 'split': return <SplitFields draft={draft} step={step} onChange={onChange} />;
    case 'set_trait': {
      const trait = step.set_trait!;
      return (
        <>
          <TextInput label={t('form.trait')} value={trait.key} required maxLength={200} onChange={(event) => onChange({ ...step, set_trait: { ...trait, key: event.currentTarget.value } })} />
          <TextInput label={t('form.value')} description={t('form.valueText')} value={writeValue(trait.value)} onChange={(event) => onChange({ ...step, set_trait: { ...trait, value: valueOf(event.currentTarget.value) } })} />
        </>
      );
    }
    case 'emit': {
      const emit = step.emit!;
      return (
        <>
          <EventName label={t('form.event')} value={emit.event} onChange={(event) => onChange({ ...step, emit: { ...emit, event } })} />
          <ValuesField label={t('form.properties')} value={emit.properties ?? {}} onChange={(properties) => onChange({ ...step, emit: { ...emit, properties } })} />
        </>
      );
    }
    case 'exit': return <Text size="sm" c="dimmed">{t('form.exitText')}</Text>;
  }
}
