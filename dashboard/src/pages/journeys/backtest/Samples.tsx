import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { calledIn, CustomerLink } from '../../../parts/customer';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import { Panel } from '../../../parts/Panel';
import classes from '../Run.module.css';
import type { Draft } from '../document';
import { stepNames, useWords } from '../useWords';
import type { Backtest } from './BacktestView';

type Moment = Backtest['samples'][number]['moments'][number];

/** Some customers, told in order: what the journey would have been to them. */
export function Samples({ samples, draft }: { samples: Backtest['samples']; draft: Draft }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const outcome = useOutcome();
  const words = useWords(draft.steps);
  const names = useMemo(() => stepNames(draft, words), [draft, words]);
  const stepOf = (id: string) => names.get(id) ?? id;
  const said = (moment: Moment): [string, string | null] => {
    if (moment.what === 'arrived') return [stepOf(moment.step), null];
    if (moment.what === 'ended') return [outcome.ended(moment.detail), null];
    const detail = moment.what === 'suppressed' ? outcome.suppressed(moment.detail) : moment.what === 'waiting' ? outcome.waits(moment.detail) : outcome.channel(moment.detail);
    return [t('samples.message', { step: stepOf(moment.step), status: outcome.status(moment.what) }), detail];
  };
  return (
    <Panel title={t('samples.title')} text={t('samples.text')}>
      <div className={classes.samples}>
        {samples.map((sample) => (
          <article key={`${sample.customer_id}-${sample.key}-${sample.entered_at}`} className={classes.sample}>
            <header className={classes.sampleHead}>
              <CustomerLink customer={calledIn(sample)} isShort />
              <span>{sample.end_reason ? outcome.ended(sample.end_reason) : t('samples.inside')}</span>
            </header>
            <ul className={classes.way}>
              {sample.moments.map((moment, index) => {
                const [what, detail] = said(moment);
                return <li key={index}><time dateTime={moment.at}>{format.dateTime(moment.at)}</time><span>{what}{detail && <small>{detail}</small>}</span></li>;
              })}
            </ul>
          </article>
        ))}
      </div>
    </Panel>
  );
}
