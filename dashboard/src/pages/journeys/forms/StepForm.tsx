import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { END, KINDS, kindOf, waysOf, withWay, type Draft, type Kind, type Step } from '../document';
import { changeKind, isFreeName } from '../edit';
import type { StepProblem } from '../shapes';
import { stepOptions, useWords } from '../useWords';
import { Problems } from './Problems';
import { StepFields } from './StepFields';

interface StepFormProps {
  draft: Draft;
  step: Step;
  problems: StepProblem[];
  onChange: (step: Step) => void;
  onRemove: () => void;
}

/** One step: its name, what it does, and where it leads. */
export function StepForm({ draft, step, problems, onChange, onRemove }: StepFormProps) {
  const { t } = useTranslation('journeys');
  const words = useWords();
  const kind = kindOf(step);
  const hasOwnWays = kind === 'branch' || kind === 'split';
  return (
    <Stack gap="sm">
      <Problems problems={problems} />
      <Select
        label={t('form.kind')} value={kind} allowDeselect={false}
        data={KINDS.map((each) => ({ value: each, label: words.kind(each) }))}
        onChange={(next) => next && next !== kind && onChange(changeKind(step, next as Kind))}
      />
      <StepFields draft={draft} step={step} onChange={onChange} />
      {!hasOwnWays && waysOf(step).map((way) => (
        <Select
          key={way.id} label={words.way(step, way.id) ?? t('form.next')} value={way.to} allowDeselect={false} searchable
          data={stepOptions(draft, words, t('step.end'), step.id)}
          onChange={(to) => onChange(withWay(step, way.id, to ?? END))}
        />
      ))}
      <NameField draft={draft} step={step} onChange={onChange} />
      <Group justify="flex-end">
        <Button size="xs" variant="subtle" color="red" leftSection={<IconTrash size={14} />} onClick={onRemove}>{t('form.remove')}</Button>
      </Group>
    </Stack>
  );
}

/** The step's name in the document: taken over when it is a good and free one. */
function NameField({ draft, step, onChange }: Pick<StepFormProps, 'draft' | 'step' | 'onChange'>) {
  const { t } = useTranslation('journeys');
  const [text, setText] = useState(step.id);
  useEffect(() => setText(step.id), [step.id]);
  const isGood = text === step.id || isFreeName(draft, text);
  const take = () => {
    if (isGood && text !== step.id) onChange({ ...step, id: text });
    else setText(step.id);
  };
  return (
    <TextInput
      label={t('form.name')} description={t('form.nameText')} value={text} maxLength={40} error={isGood ? undefined : t('form.nameBad')}
      onChange={(event) => setText(event.currentTarget.value.toLowerCase().replaceAll(' ', '-'))}
      onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
