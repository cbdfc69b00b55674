import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconLayoutDistributeVertical, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { Canvas, type CanvasEdits } from './canvas/Canvas';
import { KindItems } from './canvas/WayLine';
import { waysOf, type Draft, type Kind } from './document';
import { addStep, changeStep, connect, move, removeStep, tidy, type Spot } from './edit';
import { EntryForm } from './forms/EntryForm';
import { StepForm } from './forms/StepForm';
import type { useHistory } from './history';
import classes from './Journeys.module.css';
import { ENTRY } from './layout';
import { useStepCounts } from './run/useStepCounts';
import type { Journey } from './shapes';
import { StepList } from './StepList';
import type { Checked } from './useCheck';

export type DraftHistory = ReturnType<typeof useHistory<Draft>>;

/** The canvas with its form beside it, and counts on it once the journey was launched; without a chosen step the list of all steps stands there. */
export function DrawView({ journey, history, check }: { journey: Journey; history: DraftHistory; check: Checked }) {
  const { t } = useTranslation('journeys');
  const [address, change] = useAddress();
  const { now: draft, set } = history;
  const { counts, entries } = useStepCounts(journey);
  const selected = address.step;
  const select = (id: string | undefined) => change({ step: id }, { replace: true });
  const step = draft.steps.find((each) => each.id === selected);
  const add = (kind: Kind, spot: Spot) => {
    const added = addStep(draft, kind, spot);
    set(added.draft);
    select(added.id);
  };
  const remove = (ids: string[]) => {
    set(ids.reduce(removeStep, draft));
    if (ids.includes(selected ?? '')) select(undefined);
  };
  useHotkeys([
    ['mod+Z', () => history.undo()], ['mod+shift+Z', () => history.redo()], ['mod+Y', () => history.redo()],
  ]);
  const edits: CanvasEdits = useMemo(() => ({
    onAdd: add, onRemove: remove,
    onMove: (id, { x, y }) => set(move(draft, id, x, y), `move:${id}`),
    onConnect: (spot, to) => set(connect(draft, spot, to)),
  }), [draft, set, selected]);
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <Tools history={history} onAdd={(kind) => add(kind, spotAfter(draft, selected))} />
        {check.error ? <ErrorState error={check.error} /> : null}
        <Canvas draft={draft} label={t('canvas.name', { title: draft.title })} selected={selected} onSelect={select} problems={check.counts} counts={counts} entries={entries} edits={edits} />
      </div>
      <div className={classes.side}>
        {step && (
          <Panel title={t('form.step')} actions={<Button size="compact-xs" variant="subtle" onClick={() => select(undefined)}>{t('form.allSteps')}</Button>}>
            <StepForm
              draft={draft} step={step} problems={check.problems.filter((problem) => problem.step === step.id)}
              onChange={(changed) => { set(changeStep(draft, step.id, changed), changed.id === step.id ? `form:${step.id}` : undefined); if (changed.id !== step.id) select(changed.id); }}
              onRemove={() => remove([step.id])}
            />
          </Panel>
        )}
        {selected === ENTRY && (
          <Panel title={t('form.settings')} actions={<Button size="compact-xs" variant="subtle" onClick={() => select(undefined)}>{t('form.allSteps')}</Button>}>
            <EntryForm draft={draft} problems={check.problems.filter((problem) => problem.step === null)} onChange={(changed) => set(changed, 'form:entry')} />
          </Panel>
        )}
        {!step && selected !== ENTRY && <StepList draft={draft} problems={check.counts} onSelect={select} onRemove={(id) => remove([id])} />}
      </div>
    </div>
  );
}

/** The way that a new step goes on: the last way of the chosen step, else of the last one. */
function spotAfter(draft: Draft, selected: string | undefined): Spot {
  if (selected === ENTRY || draft.steps.length === 0) return { step: null, way: 'next' };
  const step = draft.steps.find((each) => each.id === selected) ?? draft.steps.filter((each) => waysOf(each).length > 0).at(-1);
  const way = step && waysOf(step).at(-1);
  return step && way ? { step: step.id, way: way.id } : { step: null, way: 'next' };
}

function Tools({ history, onAdd }: { history: DraftHistory; onAdd: (kind: Kind) => void }) {
  const { t } = useTranslation('journeys');
  return (
    <Group gap={6} className={classes.tools}>
      <Menu position="bottom-start" shadow="md" width={210}>
        <Menu.Target><Button size="xs" variant="default" leftSection={<IconPlus size={14} />}>{t('canvas.add')}</Button></Menu.Target>
        <Menu.Dropdown><KindItems onChoose={onAdd} /></Menu.Dropdown>
      </Menu>
      <Tool label={t('canvas.undo')} isDisabled={!history.canUndo} onClick={history.undo} icon={<IconArrowBackUp size={16} />} />
      <Tool label={t('canvas.redo')} isDisabled={!history.canRedo} onClick={history.redo} icon={<IconArrowForwardUp size={16} />} />
      <Tool label={t('canvas.tidy')} isDisabled={!history.now.layout} onClick={() => history.set(tidy(history.now))} icon={<IconLayoutDistributeVertical size={16} />} />
    </Group>
  );
}

function Tool({ label, icon, isDisabled, onClick }: { label: string; icon: React.ReactNode; isDisabled: boolean; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={30} variant="default" aria-label={label} disabled={isDisabled} onClick={onClick}>{icon}</ActionIcon>
    </Tooltip>
  );
}
