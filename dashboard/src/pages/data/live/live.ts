/** The live list: events and stage moves, newest first, bounded, and held back while paused. */
import type { LiveTick } from '../../../api/live';

/** `key` is unique for as long as the page is open. A move's `name` is the stage entered, empty where it led out of all stages. */
export interface LiveRow {
  key: number;
  kind: 'event' | 'move';
  at: string;
  name: string;
  customer_id: string;
  detail: string | null;
  from: string | null;
}

export interface LiveList {
  rows: LiveRow[];
  held: LiveRow[];
  isPaused: boolean;
  /** Rows made so far; the next row's key. */
  made: number;
  /** Events accepted since the page was opened: a tick tells of more than it shows. */
  accepted: number;
}

export const EMPTY: LiveList = { rows: [], held: [], isPaused: false, made: 0, accepted: 0 };

/** More rows than a person reads, few enough for a phone to keep. */
export const LIMIT = 200;

export function arrive(list: LiveList, tick: LiveTick): LiveList {
  const events = tick.events.map((event) => ({ ...event, kind: 'event' as const, from: null }));
  const moves = tick.moves.map((move) => ({
    kind: 'move' as const, at: move.at, name: move.to ?? '', customer_id: move.customer_id, detail: move.name, from: move.from,
  }));
  // A move follows from an event of the same instant: it stands above it.
  const fresh = [...events, ...moves]
    .map((row, index) => ({ ...row, key: list.made + index }))
    .sort((a, b) => b.at.localeCompare(a.at) || b.key - a.key);
  const next = { ...list, made: list.made + fresh.length, accepted: list.accepted + tick.accepted };
  return list.isPaused
    ? { ...next, held: [...fresh, ...list.held].slice(0, LIMIT) }
    : { ...next, rows: [...fresh, ...list.rows].slice(0, LIMIT) };
}

export function pause(list: LiveList): LiveList {
  return { ...list, isPaused: true };
}

/** What came while paused is shown, not lost. */
export function resume(list: LiveList): LiveList {
  return { ...list, isPaused: false, held: [], rows: [...list.held, ...list.rows].slice(0, LIMIT) };
}

export function clear(list: LiveList): LiveList {
  return { ...list, rows: [], held: [] };
}

export function matching(rows: LiveRow[], text: string): LiveRow[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return rows;
  return rows.filter((row) => `${row.name} ${row.customer_id} ${row.detail ?? ''}`.toLowerCase().includes(wanted));
}
