import type { Params } from '../api/client';
import { useAccount } from '../api/session';
import { useAddress } from '.';

/**
 * The period, what it is compared with and whose numbers are shown. In the address a period is a preset
 * that moves with the calendar (`28d`, `month`, `last_month`) or two fixed dates (`2011-01-01..2011-02-01`, the end
 * exclusive).
 */

export const PRESETS = ['7d', '28d', '90d', '365d', 'month', 'last_month'] as const;
export type Preset = (typeof PRESETS)[number];
export const FIRST_PRESET: Preset = '28d';

const SPAN = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

export interface Scope {
  /** A preset or `START..END`. */
  period: string;
  /** `previous`, `year` or `START..END`. */
  versus: string;
  /** `all`, `stage:<id>`, `rfm:<segment>` or `segment:<name>`. */
  segment: string;
}

export function spanOf(text: string): { start: string; end: string } | null {
  const found = SPAN.exec(text);
  if (!found || Number.isNaN(Date.parse(found[1]!)) || Number.isNaN(Date.parse(found[2]!))) return null;
  return found[1]! < found[2]! ? { start: found[1]!, end: found[2]! } : null;
}

export function isPreset(text: string): text is Preset {
  return (PRESETS as readonly string[]).includes(text);
}

export function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return dateText(new Date(Date.parse(date) + days * 86_400_000));
}

/** The calendar date now in a time zone. */
export function todayIn(zone: string | undefined, now = new Date()): string {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv', { timeZone: zone ?? 'UTC', dateStyle: 'short' }).format(now);
}

/** Today in the account's zone, where its periods begin. */
export function useToday(): string {
  return todayIn(useAccount().data?.time_zone);
}

/** The preset's dates; `today` counts in, so the end is tomorrow. */
export function datesOf(preset: Preset, today: string): { start: string; end: string } {
  const tomorrow = addDays(today, 1);
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  if (preset === 'month') return { start: firstOfMonth, end: tomorrow };
  if (preset === 'last_month') return { start: `${addDays(firstOfMonth, -1).slice(0, 7)}-01`, end: firstOfMonth };
  return { start: addDays(tomorrow, -Number.parseInt(preset, 10)), end: tomorrow };
}

/** What the server is asked: the first preset is its own default and stays out. */
export function paramsOf(scope: Scope, today: string): Params {
  const dates = isPreset(scope.period) ? datesOf(scope.period, today) : spanOf(scope.period);
  return {
    period: scope.period === FIRST_PRESET || !dates ? undefined : `${dates.start}..${dates.end}`,
    versus: scope.versus === 'previous' ? undefined : scope.versus,
    segment: scope.segment === 'all' ? undefined : scope.segment,
  };
}

export interface ScopeState {
  scope: Scope;
  params: Params;
  change: (changes: Partial<Scope>) => void;
}

/** The scope of the page, read from the address and written to it; nonsense in the address falls back to the default. */
export function useScope(): ScopeState {
  const [address, changeAddress] = useAddress();
  const today = useToday();
  const period = address.period ?? FIRST_PRESET;
  const versus = address.versus ?? 'previous';
  const scope: Scope = {
    period: isPreset(period) || spanOf(period) ? period : FIRST_PRESET,
    versus: versus === 'year' || spanOf(versus) ? versus : 'previous',
    segment: /^(stage|rfm|segment):[\w-]+$/.test(address.segment ?? '') ? address.segment! : 'all',
  };
  return {
    scope,
    params: paramsOf(scope, today),
    change: (changes) =>
      changeAddress({
        ...('period' in changes ? { period: changes.period === FIRST_PRESET ? undefined : changes.period } : {}),
        ...('versus' in changes ? { versus: changes.versus === 'previous' ? undefined : changes.versus } : {}),
        ...('segment' in changes ? { segment: changes.segment === 'all' ? undefined : changes.segment } : {}),
      }),
  };
}
