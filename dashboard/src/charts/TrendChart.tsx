import { useElementSize } from '@mantine/hooks';
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Marks, marksOf, type TrendMark } from './TrendMarks';
import { bandPath, linear, linePath, niceTicks, ticksBetween } from './scale';
import classes from './TrendChart.module.css';

/** One slice of a trend. */
export interface TrendPoint {
  start: string;
  value: number | null;
  low?: number | null;
  high?: number | null;
  /** A slice that still runs: gray, joined by a dashed line. */
  isOver: boolean;
  /** What stands under the readout: `of 1,204 customers`. */
  note?: string;
}

interface TrendChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  points: TrendPoint[];
  format: (value: number) => string;
  /** How the axis writes it, if shorter. */
  tick?: (value: number) => string;
  /** How a slice is named. */
  name: (start: string) => string;
  color: string;
  height?: number;
  /** Drawn as a line with its name at the end. */
  target?: { value: number; text: string } | null;
  /** The benchmark's range, as a quiet band. */
  range?: { low: number; high: number } | null;
  /** What happened meanwhile, drawn as flags. */
  marks?: TrendMark[];
  /** The largest value of the axis, the same for charts that are compared. */
  max?: number;
  /** Rates near one are read between their own bounds. */
  isFromZero?: boolean;
  hasAxis?: boolean;
}

const TOP = 10;
/** A name and a half of a slice, in pixels: `2026年11月` and half of another. */
const NAME_REACH = 122;

/** A line over time with its interval as a band; left and right arrows read it slice by slice. */
export function TrendChart(props: TrendChartProps) {
  const { points, format, name, target, height = 220, hasAxis = true, isFromZero = true, marks = [] } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const clip = useId();
  const ticks = useTicks(props, isFromZero);
  const left = hasAxis ? 52 : 4;
  const bottom = hasAxis ? 24 : 4;
  const right = 10;
  const x = linear([0, Math.max(1, points.length - 1)], [left, Math.max(left + 1, width - right)]);
  const y = linear([ticks[0]!, ticks[ticks.length - 1]!], [height - bottom, TOP]);
  const place = points.map((point, index) => (point.value === null ? null : { x: x(index), y: y(point.value) }));
  const starts = points.map((point) => point.start);
  const firstOpen = points.findIndex((point) => !point.isOver);
  const closed = place.map((point, index) => (firstOpen === -1 || index < firstOpen ? point : null));
  const open = place.map((point, index) => (firstOpen !== -1 && index >= firstOpen - 1 ? point : null));
  const band = points.map((point, index) =>
    point.low == null || point.high == null ? null : { x: x(index), low: y(point.low), high: y(point.high) });
  const shown = at ?? lastKnown(points);
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - left) / Math.max(1, width - right - left);
    setAt(Math.min(points.length - 1, Math.max(0, Math.round(share * (points.length - 1)))));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step) setAt(Math.min(points.length - 1, Math.max(0, shown + step)));
  };
  return (
    <div ref={ref} className={classes.frame}>
      <Readout point={points[shown]} format={format} name={name} isHere={at !== null} marks={at === null ? [] : marksOf(at, starts, marks)} />
      <svg
        className={classes.svg}
        width={width || '100%'}
        height={height}
        role="img"
        aria-label={[props.label, ...marks.map((mark) => mark.text)].join(' ')}
        tabIndex={hasAxis ? 0 : undefined}
        onPointerMove={onPointer}
        onPointerLeave={() => setAt(null)}
        onKeyDown={onKey}
        onBlur={() => setAt(null)}
      >
        {width > 0 && (
          <>
            {props.range && <rect className={classes.range} x={left} width={Math.max(0, width - left - right)} y={clamp(y(props.range.high), TOP, height - bottom)} height={Math.max(0, clamp(y(props.range.low), TOP, height - bottom) - clamp(y(props.range.high), TOP, height - bottom))} />}
            {hasAxis && <Axis ticks={ticks} y={y} left={left} width={width - right} format={props.tick ?? format} />}
            {!hasAxis && <line className={classes.base} x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} />}
            {firstOpen > -1 && <rect className={classes.open} x={x(Math.max(0, firstOpen - 0.5))} y={TOP - 6} width={Math.max(0, width - right + 4 - x(Math.max(0, firstOpen - 0.5)))} height={height - bottom - TOP + 6} />}
            <clipPath id={clip}><rect x={left - 4} y={TOP - 6} width={Math.max(0, width - left - right + 8)} height={height - bottom - TOP + 6} /></clipPath>
            <path d={bandPath(band)} fill={props.color} opacity={0.16} clipPath={`url(#${clip})`} />
            {target && <Target y={y(target.value)} left={left} right={width - right} text={target.text} />}
            <g clipPath={`url(#${clip})`}>
              <path d={linePath(open)} stroke="var(--text-faint)" strokeDasharray="3 3" className={classes.line} />
              <path d={linePath(closed)} stroke={props.color} className={classes.line} />
            </g>
            {place.map((point, index) => point && (isAlone(place, index) || index === shown) && (
              <circle key={index} cx={point.x} cy={point.y} r={3.5} fill={points[index]!.isOver ? props.color : 'var(--text-faint)'} stroke="var(--surface)" strokeWidth={1.5} />
            ))}
            <Marks marks={marks} starts={starts} x={x} top={TOP - 4} bottom={height - bottom} />
            {at !== null && <line className={classes.cursor} x1={x(at)} x2={x(at)} y1={TOP - 6} y2={height - bottom} />}
            {hasAxis && <Names points={points} x={x} y={height - 6} name={name} width={width} />}
          </>
        )}
      </svg>
    </div>
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function lastKnown(points: TrendPoint[]): number {
  const over = points.findLastIndex((point) => point.isOver && point.value !== null);
  return over === -1 ? Math.max(0, points.length - 1) : over;
}

function isAlone(place: (object | null)[], index: number): boolean {
  return !place[index - 1] && !place[index + 1];
}

function useTicks({ points, target, max }: TrendChartProps, isFromZero: boolean): number[] {
  if (max !== undefined) return niceTicks(max);
  const values = points.flatMap((point) => [point.value, point.low ?? null, point.high ?? null]).filter((value) => value !== null);
  if (target) values.push(target.value);
  const high = Math.max(0, ...values);
  if (isFromZero || values.length === 0) return niceTicks(high);
  return ticksBetween(Math.min(...values), high);
}

interface ReadoutProps {
  point: TrendPoint | undefined;
  format: (value: number) => string;
  name: (start: string) => string;
  isHere: boolean;
  marks: TrendMark[];
}

function Readout({ point, format, name, isHere, marks }: ReadoutProps) {
  if (!point) return null;
  return (
    <div className={classes.readout} aria-live={isHere ? 'polite' : 'off'}>
      <b className="tabular">{point.value === null ? '–' : format(point.value)}</b>
      <span>{name(point.start)}</span>
      {point.note && <span className={classes.note}>{point.note}</span>}
      {marks.map((mark) => <span key={mark.at} className={classes.note}>{mark.text}</span>)}
    </div>
  );
}

function Axis({ ticks, y, left, width, format }: { ticks: number[]; y: (value: number) => number; left: number; width: number; format: (value: number) => string }) {
  return (
    <g aria-hidden>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={tick === ticks[0] ? classes.base : classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
          <text className={classes.tick} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{format(tick)}</text>
        </g>
      ))}
    </g>
  );
}

function Target({ y, left, right, text }: { y: number; left: number; right: number; text: string }) {
  return (
    <g aria-hidden>
      <line className={classes.target} x1={left} x2={right} y1={y} y2={y} />
      {text && <text className={classes.targetText} x={right} y={y - 4} textAnchor="end">{text}</text>}
    </g>
  );
}

function Names({ points, x, y, name, width }: { points: TrendPoint[]; x: (value: number) => number; y: number; name: (start: string) => string; width: number }) {
  const step = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(width / 90))));
  const last = points.length - 1;
  // The last name ends at its point instead of standing around it, so it reaches further to the left.
  const isClear = (index: number) => index === last || x(last) - x(index) > NAME_REACH;
  return (
    <g aria-hidden>
      {points.map((point, index) => (last - index) % step === 0 && isClear(index) && (
        <text key={point.start} className={classes.tick} x={x(index)} y={y} textAnchor={index === last ? 'end' : index === 0 ? 'start' : 'middle'}>{name(point.start)}</text>
      ))}
    </g>
  );
}
