import { useTranslation } from 'react-i18next';
import classes from './TrendChart.module.css';

/** Something that happened while the trend ran: `text` says what and when. */
export interface TrendMark {
  at: string;
  text: string;
}

/** Where an instant lies among slices, as an index with a fraction: a slice reaches half a step to both sides of its point. */
export function placeOf(at: string, starts: string[]): number | null {
  const instant = Date.parse(at);
  const times = starts.map((start) => Date.parse(start));
  const index = times.findLastIndex((time) => time <= instant);
  if (index === -1) return null;
  const length = (times[index + 1] ?? 2 * times[index]! - (times[index - 1] ?? NaN)) - times[index]!;
  const share = Number.isFinite(length) && length > 0 ? (instant - times[index]!) / length : 0.5;
  return share > 1 ? null : index - 0.5 + share;
}

/** The marks that fall into one slice. */
export function marksOf(index: number, starts: string[], marks: TrendMark[]): TrendMark[] {
  return marks.filter((mark) => {
    const place = placeOf(mark.at, starts);
    return place !== null && Math.round(place) === index;
  });
}

interface MarksProps {
  marks: TrendMark[];
  starts: string[];
  x: (index: number) => number;
  top: number;
  bottom: number;
}

/** A dotted line with a flag at its top for every mark; the pointer reads it. */
export function Marks({ marks, starts, x, top, bottom }: MarksProps) {
  const last = starts.length - 1;
  return (
    <g data-testid="trend-marks">
      {marks.map((mark) => {
        const place = placeOf(mark.at, starts);
        if (place === null) return null;
        const at = x(Math.min(last, Math.max(0, place)));
        return (
          <g key={mark.at}>
            <title>{mark.text}</title>
            <line className={classes.mark} x1={at} x2={at} y1={top} y2={bottom} />
            <path className={classes.flag} d={`M${at - 4.5} ${top - 5}h9l-4.5 7z`} />
            <rect x={at - 6} y={top - 6} width={12} height={bottom - top + 6} fill="transparent" />
          </g>
        );
      })}
    </g>
  );
}

/** Says in words what the flags mean, under charts that carry them. Nothing without marks. */
export function MarkCaption({ marks }: { marks: TrendMark[] }) {
  const { t } = useTranslation();
  if (marks.length === 0) return null;
  const shown = marks.slice(-3).map((mark) => mark.text).join(' · ');
  return (
    <p className={classes.caption}>
      <svg width={9} height={8} aria-hidden className={classes.captionFlag}><path className={classes.flag} d="M0 0h9l-4.5 7z" /></svg>
      {marks.length > 3 ? t('marks.more', { shown, count: marks.length - 3 }) : shown}
    </p>
  );
}
