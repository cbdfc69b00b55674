import type { Backtest } from './BacktestView';

/** Messages a day of one channel, a number for every day or week of the period. */
export interface ChannelDays { channel: string; total: number; bins: number[] }
export interface Days { starts: string[]; perBin: number; channels: ChannelDays[]; most: number; busiest: { start: string; sent: number } | null }

const DAY_MS = 86_400_000;
const MOST_BINS = 92;

/** Puts the days of a backtest into bars, of several days each where there are many. */
export function daysOf(result: Pick<Backtest, 'by_day' | 'start' | 'end'>): Days {
  const listed = result.by_day.map((row) => Date.parse(row.day));
  const first = Math.min(Math.floor(Date.parse(result.start) / DAY_MS) * DAY_MS, ...listed);
  const last = Math.max(Date.parse(result.end) - 1, ...listed);
  const days = Math.max(1, Math.floor((last - first) / DAY_MS) + 1);
  const perBin = days <= MOST_BINS ? 1 : 7 * Math.ceil(days / MOST_BINS / 7);
  const count = Math.ceil(days / perBin);
  const starts = Array.from({ length: count }, (_, bin) => new Date(first + bin * perBin * DAY_MS).toISOString().slice(0, 10));
  const channels = new Map<string, ChannelDays>();
  for (const row of result.by_day) {
    const own = channels.get(row.channel) ?? { channel: row.channel, total: 0, bins: new Array<number>(count).fill(0) };
    const bin = Math.floor((Date.parse(row.day) - first) / DAY_MS / perBin);
    own.bins[bin]! += row.sent;
    own.total += row.sent;
    channels.set(row.channel, own);
  }
  const all = starts.map((_, bin) => [...channels.values()].reduce((sum, each) => sum + each.bins[bin]!, 0));
  const peak = Math.max(0, ...all);
  return {
    starts, perBin,
    channels: [...channels.values()].sort((one, other) => other.total - one.total),
    most: Math.max(1, ...[...channels.values()].flatMap((each) => each.bins)),
    busiest: peak > 0 ? { start: starts[all.indexOf(peak)]!, sent: peak } : null,
  };
}
