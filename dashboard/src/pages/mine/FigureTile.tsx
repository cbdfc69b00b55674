import { useTranslation } from 'react-i18next';
import type { SavedReport } from '../../api/saved';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { Sparkline } from '../../parts/Sparkline';
import type { Found } from './figures';
import classes from './Mine.module.css';
import { useTrend } from './useAnswer';
import { useFoundName } from './useItemName';

/** A number with its change, its interval and how it went over six periods; it opens its definition. */
export function FigureTile({ report, found }: { report: SavedReport; found: Found }) {
  const name = useFoundName(report);
  const { t } = useTranslation('saved');
  const format = useFormats();
  const trend = useTrend(report, found, true);
  const words = trend.map((point) => (point.value === null ? '–' : format.unit(point.value, found.figure.unit)));
  return (
    <div className={classes.figure}>
      <Figure label={name(found)} figure={found.figure} isNeutral />
      <Sparkline values={trend.map((point) => point.value)} label={t('tile.trend', { values: format.list(words) })} />
    </div>
  );
}
