import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { PageLink } from '../../../address/PageLink';
import { useJourneyTitle } from '../../../api/titles';
import { useFormats } from '../../../format';
import { Identity } from '../../../parts/outcome/Identity';
import { Panel } from '../../../parts/Panel';
import { Canvas } from '../canvas/Canvas';
import type { Draft } from '../document';
import classes from '../Run.module.css';
import type { StepCounts } from '../shapes';
import type { Backtest } from './BacktestView';
import { DayChart } from './DayChart';
import { Samples } from './Samples';

/** The result: what would have come in, gone out, been held back, and to whom. */
export function BacktestShown({ result, draft }: { result: Backtest; draft: Draft }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const titleOf = useJourneyTitle();
  const steps = useMemo(() => new Map(result.steps.map((step): [string, StepCounts] => {
    const total = step.sent + step.waiting + Object.values(step.suppressed).reduce((sum, each) => sum + each, 0);
    const messages = total > 0 ? { entries: total, sent: step.sent, suppressed: step.suppressed, waiting: step.waiting, failed: {} } : null;
    return [step.step, { step: step.step, entered: step.entered, left: step.left, here: step.here, ended: {}, messages }];
  })), [result]);
  return (
    <>
      <Panel
        title={
          <span className={classes.found} data-testid="backtest-finding"><Trans
            t={t} i18nKey={result.entries === 0 ? 'backtest.nobody' : 'backtest.finding'} count={result.entries} components={{ b: <b /> }}
            values={{
              entries: format.count(result.entries), customers: format.count(result.customers), sent: format.count(result.sent), goals: format.count(result.goals),
              rate: result.entries > 0 ? format.share(result.goals / result.entries) : '–', span: format.span(result.start, result.end),
            }}
          /></span>
        }
        text={t('backtest.found')}
      >
        {result.messages > 0 && <div className={classes.chart}><Identity counts={{ entries: result.messages, sent: result.sent, suppressed: result.suppressed, waiting: result.waiting, failed: {} }} /></div>}
      </Panel>
      {result.entries > 0 && (
        <>
          <Canvas draft={draft} label={t('backtest.canvas')} selected={undefined} onSelect={() => undefined} counts={steps} entries={result.entries} />
          <div className={classes.halves}>
            <DayChart result={result} />
            <Panel title={result.overlaps.length === 0 ? t('backtest.noOverlap') : t('backtest.overlap', { count: result.overlaps.length })} text={t('backtest.overlapText')}>
              <ul className={classes.way}>
                {result.overlaps.map((overlap) => (
                  <li key={overlap.journey}>
                    <PageLink to={`/journeys/${encodeURIComponent(overlap.journey)}`}>{titleOf(overlap.journey)}</PageLink>
                    <span className="num">{t('backtest.customers', { count: overlap.customers, number: format.count(overlap.customers), share: format.share(overlap.customers / result.customers) })}</span>
                  </li>
                ))}
              </ul>
            </Panel>
          </div>
          <Samples samples={result.samples} draft={draft} />
        </>
      )}
    </>
  );
}
