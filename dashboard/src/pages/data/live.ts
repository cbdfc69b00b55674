/** The live list of events: newest first, bounded, and held back while paused. */

export interface LiveEvent {
  at: string;
  name: string;
  customer_id: string;
  detail: string | null;
}

/** `key` is unique for as long as the page is open. */
export type LiveRow = LiveEvent & { key: number };

export interface LiveList {
  rows: LiveRow[];
  held: LiveRow[];
  isPaused: boolean;
  seen: number;
}

export const EMPTY: LiveList = { rows: [], held: [], isPaused: false, seen: 0 };

/** More rows than a person reads, few enough for a phone to keep. */
export const LIMIT = 300;

export function arrive(list: LiveList, events: LiveEvent[]): LiveList {
  if (events.length === 0) return list;
  const fresh = events.map((event, index) => ({ ...event, key: list.seen + index })).reverse();
  const seen = list.seen + events.length;
  return list.isPaused
    ? { ...list, seen, held: [...fresh, ...list.held].slice(0, LIMIT) }
    : { ...list, seen, rows: [...fresh, ...list.rows].slice(0, LIMIT) };
}

export function pause(list: LiveList): LiveList {
  return { ...list, isPaused: true };
}

/** What came while paused is shown, not lost. */
export function resume(list: LiveList): LiveList {
  return { ...list, isPaused: false, held: [], rows: [...list.held, ...list.rows].slice(0, LIMIT) };
}
