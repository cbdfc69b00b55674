import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FigureValue } from '../api/figures';
import { useFormats } from '../format';
import classes from './Figure.module.css';

interface DeltaProps {
  figure: Pick<FigureValue, 'value' | 'previous' | 'unit'>;
  isLessBetter?: boolean;
  isNeutral?: boolean;
}

/** The change against the period compared with: points for shares, percent for everything else. */
export function Delta({ figure, isLessBetter, isNeutral }: DeltaProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { value, previous, unit } = figure;
  if (value === null || previous === null || previous === undefined) return null;
  if (unit !== 'share' && previous === 0) return value === 0 ? null : <span className={classes.delta}>{t('delta.new')}</span>;
  const difference = unit === 'share' ? value - previous : value / previous - 1;
  const text = unit === 'share' ? format.points(difference) : format.change(difference);
  const isFlat = Math.abs(difference) < 0.0005;
  const isUp = difference > 0;
  const tone = isFlat || isNeutral ? 'flat' : isUp !== Boolean(isLessBetter) ? 'good' : 'bad';
  const Arrow = isFlat ? IconArrowRight : isUp ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span
      className={`${classes.delta} ${classes[tone]}`}
      title={t('delta.before', { value: format.unit(previous, unit, true) })}
    >
      <Arrow size={13} stroke={2} aria-hidden />
      <span className="tabular">{text}</span>
    </span>
  );
}
