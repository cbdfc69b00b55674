import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import classes from '../Run.module.css';
import type { Journey, JourneyCounts } from '../shapes';
import { goalRate } from './figures';

/** Entries, who is inside, the goal, and how entries ended. */
export function RunFigures({ journey, counts }: { journey: Journey; counts: JourneyCounts }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const outcome = useOutcome();
  const rate = goalRate(counts);
  const hasGoal = journey.document.goal !== undefined;
  const ended = Object.entries(counts.ended);
  const figures = [
    { label: t('run.figure.entries'), value: format.count(counts.entries), note: journey.state && t('run.since', { date: format.dateTime(journey.state.launched_at) }) },
    { label: t('run.figure.inside'), value: format.count(counts.inside), note: t('run.version', { version: journey.state?.version ?? journey.version }) },
    { label: t('run.figure.goals'), value: hasGoal ? format.count(counts.goals) : '–', note: hasGoal ? null : t('run.noGoal') },
    { label: t('run.figure.rate'), value: hasGoal && rate !== null ? format.share(rate) : '–', note: counts.entries > 0 && counts.entries < 30 ? t('run.few') : null },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>{figure.value}{figure.note && <span>{figure.note}</span>}</dd>
        </div>
      ))}
      <div>
        <dt>{t('run.figure.ended')}</dt>
        <dd>
          {format.count(ended.reduce((sum, [, number]) => sum + number, 0))}
          <span>{ended.map(([reason, number]) => `${outcome.ended(reason)} ${format.count(number)}`).join(', ')}</span>
        </dd>
      </div>
    </dl>
  );
}
