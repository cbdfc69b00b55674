import { useTranslation } from 'react-i18next';
import type { MoveReport } from '../../api/lifecycle';
import type { TrendPoint } from '../../charts/TrendChart';
import { useFormats } from '../../format';

/** A move's slices as points of a chart, each with the number of customers behind it. */
export function useMoveTrend(move: MoveReport): TrendPoint[] {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  return move.trend.map((slice) => ({
    start: slice.start,
    value: slice.rate,
    low: slice.low,
    high: slice.high,
    isOver: slice.is_over,
    note: slice.is_over
      ? t('trends.of', { count: slice.customers, customers: format.count(slice.customers) })
      : t('trends.running'),
  }));
}
