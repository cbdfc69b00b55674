import { ActionIcon, Button, Group, Select, Text } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConditionField } from '../../../parts/fields/ConditionField';
import { END, type Arm, type Draft, type Step } from '../document';
import { stepOptions, useWords } from '../useWords';
import classes from './Forms.module.css';

/** Ways with conditions; the first that holds is taken, else the last. */
export function BranchFields({ draft, step, onChange }: { draft: Draft; step: Step; onChange: (step: Step) => void }) {
  const { t } = useTranslation('journeys');
  const words = useWords();
  const arms = step.branch ?? [];
  const targets = stepOptions(draft, words, t('step.end'), step.id);
  const write = (branch: Arm[]) => onChange({ ...step, branch });
  const change = (at: number, arm: Arm) => write(arms.map((each, index) => (index === at ? arm : each)));
  const up = (at: number) => write(arms.map((each, index) => (index === at - 1 ? arms[at]! : index === at ? arms[at - 1]! : each)));
  return (
    <>
      {arms.map((arm, index) => (
        <fieldset key={index} className={classes.group}>
          <legend className={classes.legend}>
            <span>{index === 0 ? t('form.if') : t('form.elseIf')}</span>
            <Group gap={2}>
              {index > 0 && <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('form.armUp', { number: index + 1 })} onClick={() => up(index)}><IconArrowUp size={14} /></ActionIcon>}
              {arms.length > 1 && <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('form.armRemove', { number: index + 1 })} onClick={() => write(arms.filter((_, at) => at !== index))}><IconTrash size={14} /></ActionIcon>}
            </Group>
          </legend>
          <ConditionField of="customer" isRequired label={t('form.condition')} value={arm.when} onChange={(when) => change(index, { ...arm, when })} />
          <Select label={t('form.goTo')} value={arm.next} data={targets} allowDeselect={false} searchable onChange={(next) => change(index, { ...arm, next: next ?? END })} />
        </fieldset>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} w="fit-content" onClick={() => write([...arms, { when: '', next: END }])}>{t('form.armAdd')}</Button>
      <Select label={t('way.else')} value={step.else ?? END} data={targets} allowDeselect={false} searchable onChange={(to) => onChange({ ...step, else: to ?? END })} />
      <Text size="xs" c="dimmed">{t('form.branchText')}</Text>
    </>
  );
}
