import { useElementSize } from '@mantine/hooks';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { linear, niceTicks } from './scale';
import classes from './StepCurves.module.css';

/** A share that holds from each of its days to the next. */
export interface StepCurve {
  name: string;
  color: string;
  /** Until when it was observed. */
  end: number;
  points: { day: number; share: number; low: number | null; high: number | null }[];
}

interface StepCurvesProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  curves: StepCurve[];
  days: number;
  share: (value: number) => string;
  day: (value: number) => string;
  height?: number;
}

const LEFT = 44;
const BOTTOM = 24;
const TOP = 8;
const RIGHT = 8;

/** Curves over days since a beginning, the interval of a single one as a band; arrows and pointer read them. */
export function StepCurves({ label, curves, days, share, day, height = 240 }: StepCurvesProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const ticks = niceTicks(Math.max(0.04, ...curves.flatMap((curve) => curve.points.filter((point) => point.day <= days).map((point) => Math.min(1, point.high ?? point.share)))));
  const top = Math.min(1, ticks[ticks.length - 1]!);
  const x = linear([0, days], [LEFT, Math.max(LEFT + 1, width - RIGHT)]);
  const y = linear([0, top], [height - BOTTOM, TOP]);
  const read = at ?? Math.min(days, 365, ...curves.map((curve) => curve.end));
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const place = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setAt(Math.round(Math.min(days, Math.max(0, ((place - LEFT) / (width - RIGHT - LEFT)) * days))));
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) setAt(Math.min(days, Math.max(0, read + step * Math.max(1, Math.round(days / 50)))));
  };
  return (
    <div ref={ref} className={classes.frame}>
      <p className={classes.readout} aria-live="polite">
        <span>{day(read)}</span>
        {curves.map((curve) => {
          const found = valueAt(curve, read);
          return <span key={curve.name}><i style={{ background: curve.color }} aria-hidden />{curve.name} <b>{found === null ? '–' : share(found)}</b></span>;
        })}
      </p>
      <svg width={width} height={height} role="img" aria-label={label} tabIndex={0} className={classes.svg} onPointerMove={move} onPointerLeave={() => setAt(null)} onKeyDown={key}>
        {ticks.filter((tick) => tick <= top).map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={classes.grid} />
            <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className={classes.tick}>{share(tick)}</text>
          </g>
        ))}
        {niceTicks(days, width < 420 ? 3 : 6).filter((tick) => tick <= days && Number.isInteger(tick)).map((tick) => <text key={tick} x={x(tick)} y={height - 6} textAnchor={tick === 0 ? 'start' : 'middle'} className={classes.tick}>{tick}</text>)}
        {curves.length === 1 && curves[0] && <path d={band(curves[0], days, x, y)} fill={curves[0].color} className={classes.band} />}
        {curves.map((curve) => <path key={curve.name} d={line(curve, days, x, y)} stroke={curve.color} className={classes.line} />)}
        {at !== null && <line x1={x(at)} x2={x(at)} y1={TOP} y2={height - BOTTOM} className={classes.cursor} />}
      </svg>
    </div>
  );
}

function valueAt(curve: StepCurve, day: number): number | null {
  if (day > curve.end) return null;
  return curve.points.findLast((point) => point.day <= day)?.share ?? null;
}

type Scale = (value: number) => number;

function line(curve: StepCurve, days: number, x: Scale, y: Scale): string {
  const shown = curve.points.filter((point) => point.day <= days);
  if (!shown[0]) return '';
  const steps = shown.slice(1).map((point) => `H${x(point.day).toFixed(1)}V${y(point.share).toFixed(1)}`).join('');
  return `M${x(shown[0].day).toFixed(1)},${y(shown[0].share).toFixed(1)}${steps}H${x(Math.min(days, curve.end)).toFixed(1)}`;
}

function band(curve: StepCurve, days: number, x: Scale, y: Scale): string {
  const shown = curve.points.filter((point) => point.day <= days && point.low !== null && point.high !== null);
  if (!shown[0]) return '';
  const end = x(Math.min(days, curve.end)).toFixed(1);
  const there = shown.map((point, index) => `${index ? 'H' : 'M'}${x(point.day).toFixed(1)}${index ? 'V' : ','}${y(point.high!).toFixed(1)}`).join('');
  const back = [...shown].reverse().map((point) => `V${y(point.low!).toFixed(1)}H${x(point.day).toFixed(1)}`).join('');
  return `${there}H${end}${back}Z`;
}
