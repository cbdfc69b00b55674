import type { Source } from '../shapes';

export type Status = 'listening' | 'receiving' | 'quiet';

/** Waiting for its first event, sending now, or not any more. */
export function statusOf(source: Pick<Source, 'last_event_at' | 'events_last_hour'>): Status {
  if (!source.last_event_at) return 'listening';
  return source.events_last_hour > 0 ? 'receiving' : 'quiet';
}

/** Files come through the Import tab; nothing is to be connected. */
export function canConnect(source: Pick<Source, 'kind'>): boolean {
  return source.kind !== 'file';
}
