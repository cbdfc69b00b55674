import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FunnelReport, FunnelStep } from '../../api/funnel';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { SmallSample } from '../../parts/Figure';
import { useOpenDefinition } from '../../parts/Definitions';
import classes from './Funnel.module.css';

interface StepsProps {
  funnel: FunnelReport;
  isStale: boolean;
  onOpen: (step: number) => void;
}

/** A bar for each step, and between two of them what is lost and how long the others took. */
export function Steps({ funnel, isStale, onOpen }: StepsProps) {
  return (
    <ol className={classes.steps} data-stale={isStale || undefined}>
      {funnel.steps.map((step) => (
        <li key={step.number}>
          {step.number > 1 && <Lost step={step} isWorst={step.number === funnel.worst_step} onOpen={onOpen} />}
          <Bar step={step} isOrdered={funnel.is_ordered} isFirst={step.number === 1} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  );
}

function Bar({ step, isOrdered, isFirst, onOpen }: { step: FunnelStep; isOrdered: boolean; isFirst: boolean; onOpen: (step: number) => void }) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const define = useOpenDefinition();
  const share = step.share.value ?? 0;
  const condition = step.text.includes(' where (') ? step.text.slice(step.text.indexOf(' where (') + 8, -1) : '';
  return (
    <div className={classes.step}>
      <div className={classes.name}>
        <span className={classes.number}>{step.number}</span>
        <span>
          {isOrdered ? step.event : t('steps.any', { count: step.number })}
          {isOrdered && condition && <code className={classes.where}>{condition}</code>}
        </span>
      </div>
      <div className={classes.track}>
        {share > 0 && <span className={classes.bar} style={{ width: `${100 * share}%` }} />}
        {step.share.previous !== null && !isFirst && (
          <span className={classes.then} style={{ left: `${100 * step.share.previous}%` }} title={t('steps.then', { share: format.share(step.share.previous) })} />
        )}
      </div>
      <div className={classes.values}>
        <button type="button" className={classes.count} onClick={() => (isFirst ? define('funnel_began') : onOpen(step.number))} title={t(isFirst ? 'steps.definition' : 'steps.details')}>
          {format.count(step.customers.value ?? 0)}
        </button>
        <button type="button" className={classes.share} onClick={() => define(step.share.definition)} title={interval(step, t, format)}>
          {step.share.value === null ? '–' : format.share(share)}
          {step.share.is_small_sample && <SmallSample />}
        </button>
        <Delta figure={isFirst ? step.customers : step.share} isNeutral={isFirst} />
      </div>
    </div>
  );
}

function Lost({ step, isWorst, onOpen }: { step: FunnelStep; isWorst: boolean; onOpen: (step: number) => void }) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  if (!step.rate || step.rate.value === null) return <div className={classes.lost} />;
  const days = step.days?.value;
  return (
    <button type="button" className={classes.lost} data-worst={isWorst || undefined} onClick={() => onOpen(step.number)}>
      <b>{t('steps.lost', { share: format.share(1 - step.rate.value), customers: format.count(step.lost?.value ?? 0) })}</b>
      {days !== undefined && days !== null && <span>{t('steps.median', { time: format.days(days) })}</span>}
      <IconChevronRight size={14} aria-hidden />
    </button>
  );
}

type Words = ReturnType<typeof useTranslation<'funnel'>>['t'];

function interval(step: FunnelStep, t: Words, format: ReturnType<typeof useFormats>): string {
  const { low, high } = step.share;
  return low === null || high === null ? '' : t('steps.interval', { low: format.share(low), high: format.share(high) });
}
