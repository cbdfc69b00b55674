import { linear, linePath } from '../charts/scale';
import classes from './Sparkline.module.css';

interface SparklineProps {
  /** The oldest first; null where nothing is known. */
  values: (number | null)[];
  /** The values in words. */
  label: string;
  /** A line in a cell of a table, not one as wide as its tile. */
  isSmall?: boolean;
}

const HEIGHT = 40;
const WIDTH = 200;

/** How a number went, as a line without axes; nothing where fewer than two values are known. */
export function Sparkline({ values, label, isSmall }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return isSmall ? null : <div className={classes.none} aria-hidden />;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = linear([0, values.length - 1], [3, WIDTH - 3]);
  const y = linear([low === high ? low - 1 : low, high], [HEIGHT - 4, 4]);
  return (
    <svg className={classes.line} data-small={isSmall || undefined} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={linePath(values.map((value, index) => (value === null ? null : { x: x(index), y: y(value) })))} />
    </svg>
  );
}
