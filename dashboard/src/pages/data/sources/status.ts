import type { Source } from '../shapes';

export type Status = 'listening' | 'receiving' | 'quiet';

const HOUR_MS = 3_600_000;

/** Waiting for its first event, heard within the hour, or not any more. */
export function statusOf(source: Pick<Source, 'last_event_at'>, now: Date): Status {
  if (!source.last_event_at) return 'listening';
  return now.getTime() - Date.parse(source.last_event_at) < HOUR_MS ? 'receiving' : 'quiet';
}

/** Files come through the Import tab; nothing is to be connected. */
export function canConnect(source: Pick<Source, 'kind'>): boolean {
  return source.kind !== 'file';
}
