import { Trans, useTranslation } from 'react-i18next';
import { useStages, useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { StageBadge } from '../../parts/StageBadge';
import classes from './Customer.module.css';
import type { Customer } from './shapes';
import { nextMove } from './stays';

/** The stage now and since when, and what will come by itself. */
export function Standing({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const titleOf = useStageTitle();
  const stages = useStages();
  if (!customer.stage) return null;
  const next = nextMove(customer.stays, new Date());
  const rank = (id: string) => stages.findIndex((stage) => stage.id === id);
  const isExit = stages.find((stage) => stage.id === next?.stage)?.is_exit ?? next?.stage === 'lapsed';
  const isFall = next !== null && (isExit || rank(next.stage) < rank(customer.stage));
  return (
    <div className={classes.standing}>
      <span className={classes.now}>
        <StageBadge stage={customer.stage} />
        {customer.stage_since && <span>{t('one.since', { date: format.date(customer.stage_since) })}</span>}
      </span>
      <span>
        <Trans
          t={t}
          i18nKey={next ? (isFall ? 'one.next' : 'one.nextUp') : 'one.noNext'}
          values={{ stage: titleOf(next?.stage ?? customer.stage), date: next && format.date(next.at) }}
          components={{ b: <b /> }}
        />
      </span>
    </div>
  );
}
