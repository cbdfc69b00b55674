import { addDays, datesOf, isPreset, spanOf, todayIn, type Scope } from './period';

/** Periods that lie beside everything that happened, and the nearest one of the same length that does not. */

export interface Outside {
  side: 'before' | 'after';
  /** The event nearest to the period: the account's first or last one. */
  nearest: string;
  /** As the address writes it; its first or last day is the nearest event's. */
  period: string;
  days: number;
}

interface Events {
  events_from: string | null;
  events_until: string | null;
}

/** Where the period lies when all events are before or after it; null where they are not, or where there is none. */
export function outsideOf(period: Scope['period'], events: Events, zone: string, now = new Date()): Outside | null {
  const dates = isPreset(period) ? datesOf(period, todayIn(zone, now)) : spanOf(period);
  if (!dates || !events.events_from || !events.events_until) return null;
  const first = todayIn(zone, new Date(events.events_from));
  const last = todayIn(zone, new Date(events.events_until));
  const days = Math.round((Date.parse(dates.end) - Date.parse(dates.start)) / 86_400_000);
  if (dates.end <= first) return { side: 'before', nearest: events.events_from, period: `${first}..${addDays(first, days)}`, days };
  // "Last 28 days" reaches back to this hour of the day before its first date: the server reckons it from now.
  if (last >= (isPreset(period) ? addDays(dates.start, -1) : dates.start)) return null;
  return { side: 'after', nearest: events.events_until, period: `${addDays(last, 1 - days)}..${addDays(last, 1)}`, days };
}
