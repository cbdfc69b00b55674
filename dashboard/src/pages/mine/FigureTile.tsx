import { useTranslation } from 'react-i18next';
import type { SavedReport } from '../../api/saved';
import type { TrendPoint } from '../../charts/TrendChart';
import { linear, linePath } from '../../charts/scale';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import type { Found } from './figures';
import classes from './Mine.module.css';
import { useTrend } from './useAnswer';
import { useFoundName } from './useItemName';

/** A number with its change, its interval and how it went over six periods; it opens its definition. */
export function FigureTile({ report, found }: { report: SavedReport; found: Found }) {
  const name = useFoundName(report);
  const trend = useTrend(report, found, true);
  return (
    <div className={classes.figure}>
      <Figure label={name(found)} figure={found.figure} isNeutral />
      <Sparkline points={trend} found={found} />
    </div>
  );
}

const HEIGHT = 40;
const WIDTH = 200;

function Sparkline({ points, found }: { points: TrendPoint[]; found: Found }) {
  const { t } = useTranslation('saved');
  const format = useFormats();
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  if (known.length < 2) return <div className={classes.noTrend} aria-hidden />;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = linear([0, points.length - 1], [3, WIDTH - 3]);
  const y = linear([low === high ? low - 1 : low, high], [HEIGHT - 4, 4]);
  const words = points.map((point) => (point.value === null ? '–' : format.unit(point.value, found.figure.unit)));
  return (
    <svg className={classes.sparkline} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t('tile.trend', { values: format.list(words) })}>
      <title>{t('tile.trend', { values: format.list(words) })}</title>
      <path d={linePath(points.map((point, index) => (point.value === null ? null : { x: x(index), y: y(point.value) })))} />
    </svg>
  );
}
