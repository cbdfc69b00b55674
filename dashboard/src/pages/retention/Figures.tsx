import { useTranslation } from 'react-i18next';
import type { RetentionReport } from '../../api/retention';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import classes from './Figures.module.css';

/** The figures as the formulas they make: (E - N) / S, and value x lifespan. */
export function Figures({ retention }: { retention: RetentionReport }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const { benchmark } = retention;
  return (
    <div className={classes.groups}>
      <div className={classes.two}>
        <Figure
          label={t('figure.retention_rate')}
          figure={retention.retention_rate}
          isLarge
          note={t('benchmark', { low: format.percent(benchmark.low), high: format.percent(benchmark.high) })}
        />
        <Figure label={t('figure.churn_rate')} figure={retention.churn_rate} isLessBetter isLarge note={t('churnNote')} />
      </div>
      <Formula title={t('formula.customers')}>
        <Figure label={t('figure.customers_at_start')} figure={retention.customers_at_start} />
        <Sign>−</Sign>
        <Figure label={t('figure.customers_lost')} figure={retention.customers_lost} isLessBetter />
        <Sign>+</Sign>
        <Figure label={t('figure.customers_gained')} figure={retention.customers_gained} />
        <Sign>=</Sign>
        <Figure label={t('figure.customers_at_end')} figure={retention.customers_at_end} />
      </Formula>
      <Formula title={t('formula.orders')}>
        <Figure label={t('figure.orders')} figure={retention.orders} />
        <Sign>×</Sign>
        <Figure label={t('figure.average_order_value')} figure={retention.average_order_value} />
        <Sign>=</Sign>
        <Figure label={t('figure.revenue')} figure={retention.revenue} />
      </Formula>
      <Formula title={t('formula.value')}>
        <Figure label={t('figure.average_order_value')} figure={retention.average_order_value} />
        <Sign>×</Sign>
        <Figure label={t('figure.orders_per_customer')} figure={retention.orders_per_customer} />
        <Sign>=</Sign>
        <Figure label={t('figure.customer_value')} figure={retention.customer_value} />
        <Sign>×</Sign>
        <Figure label={t('figure.lifespan')} figure={retention.lifespan} />
        <Sign>=</Sign>
        <Figure label={t('figure.lifetime_value')} figure={retention.lifetime_value} />
      </Formula>
    </div>
  );
}

function Formula({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className={classes.heading}>{title}</h2>
      <div className={classes.formula}>{children}</div>
    </section>
  );
}

function Sign({ children }: { children: string }) {
  return <span className={classes.sign} aria-hidden>{children}</span>;
}
