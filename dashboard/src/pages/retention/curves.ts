import type { Curve, SurvivalReport } from '../../api/retention';
import type { StepCurve } from '../../charts/StepCurves';

/** Told apart by those who do not see all colors alike; the name always stands beside. */
export const COLORS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#8A94A6', '#7A5195'];

type Which = 'staying' | 'second_order';

/** Where fewer are followed, a curve jumps by chance: it is drawn no further, and exported whole. */
const LEAST = 10;

/** A curve to draw; the second order's rises: the share that has ordered again. */
function drawn(curve: Curve, which: Which, name: string, color: string): StepCurve {
  const thin = curve.points.find((point) => point.days > 0 && point.at_risk < LEAST);
  const isRising = which === 'second_order';
  const rest = (share: number | null) => (share === null ? null : 1 - share);
  return {
    name,
    color,
    end: thin ? thin.days : curve.observed_days,
    points: curve.points.filter((point) => !thin || point.days < thin.days).map((point) => ({
      day: point.days,
      share: isRising ? 1 - point.share : point.share,
      low: isRising ? rest(point.high) : point.low,
      high: isRising ? rest(point.low) : point.high,
    })),
  };
}

/** One for each group, or the one of all. */
export function curvesOf(survival: SurvivalReport, which: Which, all: string, unknown: string): StepCurve[] {
  const groups = survival.groups.flatMap((group, index) => {
    const curve = group[which];
    return curve ? [drawn(curve, which, group.value ?? unknown, COLORS[index % COLORS.length]!)] : [];
  });
  const whole = survival[which];
  if (groups.length > 0) return groups;
  return whole ? [drawn(whole, which, all, 'var(--mark)')] : [];
}

type Words = Record<'day' | 'curve' | 'group' | 'share' | 'low' | 'high' | 'risk', string>;

/** Every point of every curve. */
export function csvOf(survival: SurvivalReport, words: Words): string {
  const lines = [[words.curve, words.group, words.day, words.share, words.low, words.high, words.risk]];
  const add = (which: Which, group: string, curve: Curve | null) => {
    for (const point of curve?.points ?? []) lines.push([which, group, ...[point.days, point.share, point.low ?? '', point.high ?? '', point.at_risk].map(String)]);
  };
  for (const which of ['staying', 'second_order'] as const) {
    add(which, '', survival[which]);
    for (const group of survival.groups) add(which, group.value ?? '?', group[which]);
  }
  return `${lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')}\r\n`;
}
