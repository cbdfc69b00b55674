import { useTranslation } from 'react-i18next';
import type { RetentionPoint, RetentionReport, Slice } from '../../api/retention';
import { TrendChart, type TrendPoint } from '../../charts/TrendChart';
import { MarkCaption, type TrendMark } from '../../charts/TrendMarks';
import { useMapMarks } from '../../charts/useMapMarks';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Trends.module.css';

interface Line {
  key: 'retention_rate' | 'churn_rate' | 'average_order_value_micros' | 'orders_per_customer';
  label: string;
  color: string;
  isFromZero: boolean;
  /** Computed from the map's stages, so that a change of the map may bend it. */
  isByMap: boolean;
  format: (value: number) => string;
  tick: (value: number) => string;
}

interface TrendsProps {
  retention: RetentionReport;
  by: Slice;
  isStale: boolean;
}

/** The four figures over time; the slice that still runs is gray. */
export function Trends({ retention, by, isStale }: TrendsProps) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const { currency, trend } = retention;
  const marks = useMapMarks(retention.map_changes);
  const lines: Line[] = [
    { key: 'retention_rate', label: t('figure.retention_rate'), color: 'var(--mark)', isFromZero: false, isByMap: true, format: (value) => format.share(value), tick: format.percent },
    { key: 'churn_rate', label: t('figure.churn_rate'), color: '#CC79A7', isFromZero: true, isByMap: true, format: (value) => format.share(value), tick: format.percent },
    { key: 'average_order_value_micros', label: t('figure.average_order_value'), color: '#3d8fc0', isFromZero: true, isByMap: false, format: (value) => format.moneyShort(value, currency), tick: (value) => format.moneyTick(value, currency) },
    { key: 'orders_per_customer', label: t('figure.orders_per_customer'), color: '#3d8fc0', isFromZero: true, isByMap: false, format: (value) => format.count(value), tick: format.count },
  ];
  const known = trend.filter((point) => point.is_over && point.retention_rate !== null);
  const best = [...known].sort((a, b) => b.retention_rate! - a.retention_rate!)[0];
  const name = by === 'month' ? format.month : format.day;
  return (
    <Panel
      title={best ? t('trend.found', { slice: name(best.start), rate: format.share(best.retention_rate!) }) : t('trend.title')}
      text={t(`trend.text_${by}`)}
    >
      <div className={classes.grid} data-stale={isStale || undefined}>
        {lines.map((line) => (
          <div key={line.key} className={classes.chart}>
            <h3 className={classes.name}>{line.label}</h3>
            <Chart line={line} trend={trend} name={name} marks={line.isByMap ? marks : []} />
          </div>
        ))}
      </div>
      <MarkCaption marks={marks} />
    </Panel>
  );
}

function Chart({ line, trend, name, marks }: { line: Line; trend: RetentionPoint[]; name: (start: string) => string; marks: TrendMark[] }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  if (trend.every((point) => point[line.key] === null)) return <p className={classes.none}>{t('trend.none')}</p>;
  const points: TrendPoint[] = trend.map((point) => ({
    start: point.start,
    value: point[line.key],
    isOver: point.is_over,
    note: !point.is_over
      ? t('trend.running')
      : line.isByMap ? t('trend.of', { count: point.customers_at_start, customers: format.count(point.customers_at_start) }) : undefined,
  }));
  const last = trend.findLast((point) => point.is_over && point[line.key] !== null)?.[line.key];
  return (
    <TrendChart
      label={t('trend.label', { name: line.label, value: last == null ? '–' : line.format(last) })}
      points={points}
      format={line.format}
      tick={line.tick}
      name={name}
      color={line.color}
      height={180}
      isFromZero={line.isFromZero || new Set(points.map((point) => point.value).filter((value) => value !== null)).size < 2}
      marks={marks}
    />
  );
}
