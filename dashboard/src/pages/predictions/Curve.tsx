import { useTranslation } from 'react-i18next';
import type { PredictionModel } from '../../api/predictions';
import { linear, niceTicks } from '../../charts/scale';
import { useFormats } from '../../format';
import classes from './Predictions.module.css';

const SIZE = 260;
const LEFT = 44;
const BOTTOM = 34;

/** What was foretold of each tenth of the customers against the share that did it; on the line both are equal. */
export function Curve({ model: { curve } }: { model: PredictionModel }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const ticks = niceTicks(Math.max(...curve.flatMap((row) => [row.high, row.predicted])));
  const top = ticks[ticks.length - 1]!;
  const x = linear([0, top], [LEFT, SIZE]);
  const y = linear([0, top], [SIZE - BOTTOM, 8]);
  return (
    <svg viewBox={`0 0 ${SIZE + 12} ${SIZE}`} className={classes.plot} role="img" aria-label={t('calibration.chart')}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={SIZE} y1={y(tick)} y2={y(tick)} className={classes.grid} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">{format.share(tick, 0)}</text>
          <text x={x(tick)} y={SIZE - BOTTOM + 16} textAnchor="middle">{format.share(tick, 0)}</text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(top)} y2={y(top)} className={classes.ideal} />
      {curve.map((row) => (
        <g key={row.predicted}>
          <line x1={x(row.predicted)} x2={x(row.predicted)} y1={y(row.low)} y2={y(row.high)} className={classes.whisker} />
          <circle cx={x(row.predicted)} cy={y(row.actual)} r={4} className={classes.dot}>
            <title>{t('calibration.point', { predicted: format.share(row.predicted), actual: format.share(row.actual), customers: format.count(row.customers) })}</title>
          </circle>
        </g>
      ))}
      <text x={(LEFT + SIZE) / 2} y={SIZE - 3} textAnchor="middle">{t('calibration.predicted')}</text>
    </svg>
  );
}
