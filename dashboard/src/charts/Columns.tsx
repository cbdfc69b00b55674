import { useElementSize } from '@mantine/hooks';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import classes from './Columns.module.css';
import { linear, niceTicks } from './scale';

export interface ColumnOf {
  /** What stands under the column. */
  key: number;
  /** 0 to 1. */
  value: number;
  low?: number;
  high?: number;
  note?: string;
}

interface ColumnsProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  columns: ColumnOf[];
  name: (key: number) => string;
  share: (value: number) => string;
  tick: (value: number) => string;
  height?: number;
}

const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;

/** Shares side by side, with the interval of the one that is read; arrows and pointer read them. */
export function Columns({ label, columns, name, share, tick, height = 200 }: ColumnsProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const ticks = niceTicks(Math.max(0.001, ...columns.map((column) => column.value)), 4);
  const y = linear([0, ticks[ticks.length - 1]!], [height - BOTTOM, TOP]);
  const size = Math.max(1, (width - LEFT - 4) / Math.max(1, columns.length));
  const read = columns[Math.min(columns.length - 1, at ?? 0)];
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const place = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT) / size);
    setAt(Math.min(columns.length - 1, Math.max(0, place)));
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) setAt(Math.min(columns.length - 1, Math.max(0, (at ?? 0) + step)));
  };
  const every = size < 18 ? 7 : 1;
  return (
    <div ref={ref} className={classes.frame}>
      <p className={classes.readout} aria-live="polite">
        {read && <>{name(read.key)} <b>{share(read.value)}</b>{read.low !== undefined && read.high !== undefined && ` (${share(read.low)} – ${share(read.high)})`}{read.note && ` · ${read.note}`}</>}
      </p>
      <svg width={width} height={height} role="img" aria-label={label} tabIndex={0} className={classes.svg} onPointerMove={move} onPointerLeave={() => setAt(null)} onKeyDown={key}>
        {ticks.map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={width - 4} y1={y(value)} y2={y(value)} className={classes.grid} />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className={classes.tick}>{tick(value)}</text>
          </g>
        ))}
        {columns.map((column, index) => (
          <g key={column.key}>
            <rect x={LEFT + index * size + size * 0.14} width={size * 0.72} y={y(column.value)} height={Math.max(0, height - BOTTOM - y(column.value))} className={classes.column} data-quiet={(at !== null && at !== index) || undefined} />
            {at === index && column.low !== undefined && column.high !== undefined && <line x1={LEFT + (index + 0.5) * size} x2={LEFT + (index + 0.5) * size} y1={y(column.low)} y2={Math.max(TOP, y(column.high))} className={classes.whisker} />}
            {(every === 1 || column.key % every === 0 || column.key === 1) && <text x={LEFT + (index + 0.5) * size} y={height - 6} textAnchor="middle" className={classes.tick}>{column.key}</text>}
          </g>
        ))}
      </svg>
    </div>
  );
}
