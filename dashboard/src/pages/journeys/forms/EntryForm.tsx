import { ActionIcon, Button, Checkbox, Divider, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConditionField } from '../../../parts/fields/ConditionField';
import { EventFields } from '../../../parts/fields/EventFields';
import { LengthField } from '../../../parts/fields/LengthField';
import type { Draft, EventMatch } from '../document';
import type { StepProblem } from '../shapes';
import classes from './Forms.module.css';
import { Problems } from './Problems';
import { AgainFields, TriggerFields } from './TriggerFields';

/** The journey as a whole: how customers come in, what it is for, and what ends it early. */
export function EntryForm({ draft, problems, onChange }: { draft: Draft; problems: StepProblem[]; onChange: (draft: Draft) => void }) {
  const { t } = useTranslation('journeys');
  const { entry, goal } = draft;
  const exits = draft.exit_on ?? [];
  const writeExits = (exit_on: EventMatch[]) => onChange({ ...draft, exit_on: exit_on.length > 0 ? exit_on : undefined });
  return (
    <Stack gap="sm">
      <Problems problems={problems} />
      <TextInput label={t('form.title')} value={draft.title} maxLength={200} required onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })} />
      <Textarea label={t('form.description')} value={draft.description ?? ''} autosize minRows={1} maxRows={4} onChange={(event) => onChange({ ...draft, description: event.currentTarget.value || undefined })} />
      <Divider label={t('form.entry')} labelPosition="left" />
      <TriggerFields entry={entry} onChange={(changed) => onChange({ ...draft, entry: changed })} />
      <ConditionField of="customer" label={t('form.only')} description={t('form.onlyText')} value={entry.only} onChange={(only) => onChange({ ...draft, entry: { ...entry, only: only || undefined } })} />
      <AgainFields again={entry.again} onChange={(again) => onChange({ ...draft, entry: { ...entry, again } })} />
      <Divider label={t('form.goal')} labelPosition="left" />
      <Switch label={t('form.hasGoal')} checked={goal !== undefined} onChange={(event) => onChange({ ...draft, goal: event.currentTarget.checked ? { event: 'Order Completed', within: '7 days' } : undefined })} />
      {goal && (
        <>
          <EventFields value={goal} onChange={(changed) => onChange({ ...draft, goal: changed })} />
          <Checkbox label={t('form.hasWindow')} checked={goal.within !== undefined} onChange={(event) => onChange({ ...draft, goal: { ...goal, within: event.currentTarget.checked ? '7 days' : undefined } })} />
          {goal.within !== undefined && <LengthField label={t('form.within')} description={t('form.withinText')} value={goal.within} onChange={(within) => onChange({ ...draft, goal: { ...goal, within } })} />}
        </>
      )}
      <Divider label={t('form.exits')} labelPosition="left" />
      {exits.map((exit, index) => (
        <fieldset key={index} className={classes.group}>
          <legend className={classes.legend}>
            <span>{t('form.exitOn')}</span>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('form.exitRemove', { event: exit.event })} onClick={() => writeExits(exits.filter((_, at) => at !== index))}><IconTrash size={14} /></ActionIcon>
          </legend>
          <EventFields value={exit} onChange={(changed) => writeExits(exits.map((each, at) => (at === index ? changed : each)))} />
        </fieldset>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} w="fit-content" onClick={() => writeExits([...exits, { event: 'Order Completed' }])}>{t('form.exitAdd')}</Button>
      <ConditionField of="customer" label={t('form.exitWhen')} value={draft.exit_when} onChange={(exit_when) => onChange({ ...draft, exit_when: exit_when || undefined })} />
      <Text size="xs" c="dimmed">{t('form.exitWhenText')}</Text>
    </Stack>
  );
}
