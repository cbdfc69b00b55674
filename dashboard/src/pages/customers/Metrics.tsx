import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Customer.module.css';
import type { CustomerMetrics } from './shapes';

/** Exact numbers of one customer, in a line. */
export function Metrics({ metrics }: { metrics: CustomerMetrics }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const reason = useReason();
  const date = (instant: string | null) =>
    instant ? <time dateTime={instant} title={format.dateTime(instant)}>{format.date(instant)}</time> : '–';
  const rfm = metrics.rfm;
  return (
    <Panel title={t('metric.title')}>
      <dl className={classes.metrics}>
        <Metric name={t('metric.orders')} value={format.count(metrics.orders)} />
        <Metric name={t('metric.revenue')} value={format.money(metrics.revenue_micros)} />
        <Metric
          name={t('metric.average')}
          value={metrics.average_order_value_micros === null ? '–' : format.money(metrics.average_order_value_micros)}
        />
        <Metric
          name={t('metric.refunds')}
          value={format.count(metrics.refunds)}
          note={metrics.refunded_micros > 0 && format.money(metrics.refunded_micros)}
        />
        <Metric
          name={t('metric.rfm')}
          value={rfm ? t(`frame:rfm.${rfm.segment}`) : '–'}
          note={rfm ? <span title={rfm.m_unavailable ? reason(rfm.m_unavailable) : undefined}>{t('metric.rfmScores', { r: rfm.r, f: rfm.f, m: rfm.m ?? '–' })}</span> : t('none')}
        />
        <Metric name={t('metric.events')} value={format.count(metrics.events)} />
        <Metric name={t('metric.first_seen')} value={date(metrics.first_seen_at)} />
        <Metric name={t('metric.first_order')} value={date(metrics.first_order_at)} />
        <Metric name={t('metric.last_order')} value={date(metrics.last_order_at)} />
        <Metric name={t('metric.last_seen')} value={date(metrics.last_seen_at)} />
      </dl>
    </Panel>
  );
}

function Metric({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {note && <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  );
}
