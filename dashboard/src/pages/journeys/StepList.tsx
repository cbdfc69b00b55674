import { IconAlertCircle, IconLogin2 } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../parts/Panel';
import { ICONS } from './canvas/icons';
import { END, kindOf, waysOf, type Draft, type Step } from './document';
import classes from './Journeys.module.css';
import { ENTRY } from './layout';
import { useWords } from './useWords';

interface StepListProps {
  draft: Draft;
  problems: Map<string, number>;
  onSelect: (id: string) => void;
  onRemove: (id: string) => void;
}

/** All steps in words: the canvas for those who work by keyboard or by ear. Arrows walk, Enter opens, Delete removes. */
export function StepList({ draft, problems, onSelect, onRemove }: StepListProps) {
  const { t } = useTranslation('journeys');
  const words = useWords(draft.steps);
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent, id: string) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const here = buttons.indexOf(event.currentTarget as HTMLButtonElement);
    const to = event.key === 'ArrowDown' ? here + 1 : event.key === 'ArrowUp' ? here - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : null;
    if (to !== null) { event.preventDefault(); buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus(); }
    if ((event.key === 'Delete' || event.key === 'Backspace') && id !== ENTRY) {
      event.preventDefault();
      buttons[Math.max(0, here - 1)]?.focus();
      onRemove(id);
    }
  };
  const leads = (step: Step) => waysOf(step).map((way) => {
    const to = way.to === END ? t('step.end') : way.to;
    const label = words.way(step, way.id);
    return label ? t('list.way', { label, to }) : t('list.next', { to });
  });
  return (
    <Panel title={t('list.title', { count: draft.steps.length })} text={t('list.text')}>
      <ul className={classes.list} ref={list}>
        <li>
          <button type="button" className={classes.item} onClick={() => onSelect(ENTRY)} onKeyDown={(event) => walk(event, ENTRY)}>
            <IconLogin2 size={16} stroke={1.8} aria-hidden />
            <span className={classes.itemText}>
              <b>{words.trigger(draft.entry)}</b>
              <span className={classes.small}>{draft.goal ? t('list.goal', { event: words.event(draft.goal) }) : t('list.noGoal')}</span>
            </span>
            {problems.has('') && <IconAlertCircle size={16} color="var(--bad)" aria-label={t('problem.count', { count: problems.get('') })} />}
          </button>
        </li>
        {draft.steps.map((step) => {
          const Icon = ICONS[kindOf(step)];
          return (
            <li key={step.id}>
              <button type="button" className={classes.item} onClick={() => onSelect(step.id)} onKeyDown={(event) => walk(event, step.id)}>
                <Icon size={16} stroke={1.8} aria-hidden />
                <span className={classes.itemText}>
                  <span><b>{words.kind(kindOf(step))}</b> {words.summary(step)}</span>
                  <span className={classes.small}>{[step.id, ...leads(step)].join(' · ')}</span>
                </span>
                {problems.has(step.id) && <IconAlertCircle size={16} color="var(--bad)" aria-label={t('problem.count', { count: problems.get(step.id) })} />}
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
