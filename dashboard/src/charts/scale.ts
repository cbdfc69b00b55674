/** Scales and paths for the small hand-drawn charts. */

export type Scale = (value: number) => number;

export function linear(from: [number, number], to: [number, number]): Scale {
  const width = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / width) * (to[1] - to[0]);
}

/** A round number at or above `value` and the steps up to it: axes start at zero. */
export function niceTicks(value: number, wanted = 4): number[] {
  if (!(value > 0)) return [0, 1];
  const rough = value / wanted;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * size).find((each) => each >= rough * 0.999) ?? 10 * size;
  const count = Math.ceil((value / step) * 0.9999);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Ticks around values that do not start at zero (a rate between 85 % and 95 %). */
export function ticksBetween(low: number, high: number, wanted = 4): number[] {
  if (!(high > low)) return [low, low + 1];
  const ticks = niceTicks(high - low, wanted);
  const step = ticks[1]! - ticks[0]!;
  const first = Math.floor(low / step + 1e-9) * step;
  const count = Math.ceil((high - first) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((first + index * step).toPrecision(12)));
}

export interface Point {
  x: number;
  y: number;
}

/** A line that breaks where a value is missing. */
export function linePath(points: (Point | null)[]): string {
  let path = '';
  let isOpen = false;
  for (const point of points) {
    if (point) path += `${isOpen ? 'L' : 'M'}${point.x.toFixed(1)},${point.y.toFixed(1)}`;
    isOpen = point !== null;
  }
  return path;
}

/** The area between lows and highs, one closed shape for each unbroken run. */
export function bandPath(points: ({ x: number; low: number; high: number } | null)[]): string {
  const runs: { x: number; low: number; high: number }[][] = [[]];
  for (const point of points) {
    if (point) runs[runs.length - 1]!.push(point);
    else if (runs[runs.length - 1]!.length) runs.push([]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const top = run.map((point) => `${point.x.toFixed(1)},${point.high.toFixed(1)}`);
      const bottom = [...run].reverse().map((point) => `${point.x.toFixed(1)},${point.low.toFixed(1)}`);
      return `M${top.join('L')}L${bottom.join('L')}Z`;
    })
    .join('');
}
