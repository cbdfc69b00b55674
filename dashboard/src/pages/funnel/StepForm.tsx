import { ActionIcon, Autocomplete, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { EventFields } from '../../parts/fields/EventFields';
import { SidePanel } from '../../parts/SidePanel';
import { MOST_STEPS, type FunnelDraft, type StepDraft, type WindowUnit } from './asked';
import classes from './Funnel.module.css';
import { Without } from './Without';

const FIELD = 'properties.product_id';

interface StepFormProps {
  isOpen: boolean;
  draft: FunnelDraft;
  onClose: () => void;
  onTake: (draft: FunnelDraft) => void;
}

/** Builds a funnel; nothing is asked before it is shown. */
export function StepForm({ isOpen, draft, onClose, onTake }: StepFormProps) {
  const { t } = useTranslation('funnel');
  return (
    <SidePanel isOpen={isOpen} onClose={onClose} title={t('form.title')} size={520}>
      {isOpen && <Fields first={draft} onTake={onTake} />}
    </SidePanel>
  );
}

function Fields({ first, onTake }: { first: FunnelDraft; onTake: (draft: FunnelDraft) => void }) {
  const { t } = useTranslation('funnel');
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<FunnelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isWhole = draft.steps.length >= 2 && draft.steps.every((step) => step.event.trim()) && draft.window.amount > 0;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isWhole) onTake(draft); }}>
      <Stack gap="lg">
        <StepRows steps={draft.steps} onChange={(steps) => change({ steps })} />
        <Group grow align="flex-end">
          <Select
            label={t('form.order')} allowDeselect={false} value={draft.isOrdered ? 'sequence' : 'any'}
            onChange={(value) => change({ isOrdered: value !== 'any' })}
            data={[{ value: 'sequence', label: t('form.sequence') }, { value: 'any', label: t('form.any') }]}
          />
          <Group gap={6} wrap="nowrap" align="flex-end">
            <NumberInput label={t('form.window')} min={1} max={3650} allowDecimal={false} value={draft.window.amount} onChange={(amount) => change({ window: { ...draft.window, amount: Number(amount) || 0 } })} />
            <Select
              aria-label={t('form.unit')} allowDeselect={false} value={draft.window.unit}
              onChange={(unit) => change({ window: { ...draft.window, unit: (unit ?? 'days') as WindowUnit } })}
              data={(['minutes', 'hours', 'days'] as const).map((value) => ({ value, label: t(`form.${value}`) }))}
            />
          </Group>
        </Group>
        <Hold steps={draft.steps} value={draft.hold} onChange={(hold) => change({ hold })} />
        <Without draft={draft} onChange={(without) => change({ without })} />
        <Button type="submit" disabled={!isWhole}>{t('form.show')}</Button>
      </Stack>
    </form>
  );
}

function StepRows({ steps, onChange }: { steps: StepDraft[]; onChange: (steps: StepDraft[]) => void }) {
  const { t } = useTranslation('funnel');
  const swap = (one: number, other: number) => onChange(steps.map((step, index) => steps[index === one ? other : index === other ? one : index] ?? step));
  return (
    <Stack gap="sm">
      {steps.map((step, index) => (
        <fieldset key={index} className={classes.fields}>
          <legend>{t('form.step', { number: index + 1 })}</legend>
          <Group gap={2} className={classes.tools}>
            <ActionIcon variant="subtle" color="gray" size="sm" disabled={index === 0} aria-label={t('form.up', { number: index + 1 })} onClick={() => swap(index, index - 1)}><IconArrowUp size={14} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" size="sm" disabled={index === steps.length - 1} aria-label={t('form.down', { number: index + 1 })} onClick={() => swap(index, index + 1)}><IconArrowDown size={14} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" size="sm" disabled={steps.length <= 2} aria-label={t('form.remove', { number: index + 1 })} onClick={() => onChange(steps.filter((_, place) => place !== index))}><IconTrash size={14} /></ActionIcon>
          </Group>
          <EventFields value={step} onChange={(next) => onChange(steps.map((each, place) => (place === index ? next : each)))} />
        </fieldset>
      ))}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} disabled={steps.length >= MOST_STEPS} onClick={() => onChange([...steps, { event: '' }])}>{t('form.add')}</Button>
      {steps.length >= MOST_STEPS && <Text size="xs" c="dimmed">{t('form.most', { count: MOST_STEPS })}</Text>}
    </Stack>
  );
}

/** The fields that the chosen events were seen with. */
function Hold({ steps, value, onChange }: { steps: StepDraft[]; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('funnel');
  const seen = useReport('/api/segments/fields', {}, { isLive: false }).data?.seen.events ?? [];
  const chosen = seen.filter((event) => steps.some((step) => step.event === event.name));
  const fields = [...new Set(chosen.flatMap((event) => event.properties.map((property) => `properties.${property.name}`)))];
  return <Autocomplete label={t('form.hold')} description={t('form.holdHint')} placeholder={FIELD} value={value} data={fields} limit={20} onChange={onChange} />;
}
