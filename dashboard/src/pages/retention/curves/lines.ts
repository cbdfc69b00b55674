import type { CurvesReport, ReturnCurves } from '../../../api/retention';
import type { StepCurve } from '../../../charts/StepCurves';
import { COLORS } from '../curves';

export type Kind = 'on_day' | 'in_week' | 'since_day';
export const KINDS: Kind[] = ['since_day', 'on_day', 'in_week'];

/** Where fewer are followed, a curve jumps by chance: it is drawn no further, unless they were as few from the beginning, and exported whole. */
const LEAST = 10;

function drawn(curves: ReturnCurves, kind: Kind, name: string, color: string): StepCurve {
  const isFew = (curves[kind][0]?.customers ?? 0) < LEAST;
  const points = curves[kind].filter((point, index) => index === 0 || isFew || point.customers >= LEAST);
  return { name, color, end: points.at(-1)?.n ?? 0, points: points.map((point) => ({ day: point.n, share: point.share, low: point.low, high: point.high })) };
}

/** One for each group, or the one of all. */
export function linesOf(report: CurvesReport, kind: Kind, all: string, nameOf: (value: string | null) => string): StepCurve[] {
  if (report.groups.length === 0) return [drawn(report.curves, kind, all, 'var(--mark)')];
  return report.groups.flatMap((group, index) => (group.curves[kind].length ? [drawn(group.curves, kind, nameOf(group.value), COLORS[index % COLORS.length]!)] : []));
}
