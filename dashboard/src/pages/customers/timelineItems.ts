/** Joins the live newest entries with the pages of older ones, and cuts them into days. */
import type { TimelineItem } from './shapes';

export function keyOf(item: TimelineItem): string {
  return [item.kind, item.at, item.name, item.message_id ?? ''].join('|');
}

/** Newest first, each entry once; of one instant, a stage stands above the event that led to it. */
export function joined(newest: TimelineItem[], older: TimelineItem[]): TimelineItem[] {
  const entries = new Map([...newest, ...older].map((item) => [keyOf(item), item]));
  return [...entries.values()].sort((a, b) => b.at.localeCompare(a.at) || RANK[a.kind] - RANK[b.kind]);
}

const RANK = { stage_entered: 0, stage_left: 1, event: 2 } as const;

/**
 * True when more has happened than the live list holds, so that entries between it and the older
 * pages would be missing.
 */
export function hasGap(newest: TimelineItem[], older: TimelineItem[]): boolean {
  const last = newest.at(-1);
  const first = older[0];
  if (!last || !first || last.at <= first.at) return false;
  return !older.some((item) => keyOf(item) === keyOf(last));
}

export interface Day {
  day: string;
  items: TimelineItem[];
}

/** Consecutive entries of one day, by the account's calendar: `dayOf` writes an instant's day. */
export function byDay(items: TimelineItem[], dayOf: (instant: string) => string): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** Properties that tell at a glance what an event was about, by Segment's published names; the first one there counts. */
const TELLING = ['name', 'title', 'order_id', 'query', 'path', 'url', 'category', 'email'];

/** A few words on the event: the server's, else its most telling property. */
export function detailOf(item: TimelineItem): string | null {
  if (item.detail) return item.detail;
  const properties = item.properties;
  const told = TELLING.map((key) => properties[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof told === 'string' ? told : null;
}
