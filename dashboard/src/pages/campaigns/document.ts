/** A campaign's document: the keys of its YAML. */
import type { Shape } from '../../api/contract';
import type { Schedule } from '../../parts/fields/lengths';

export type Campaign = Shape<'CampaignShown'>;

export interface When { now?: boolean; at?: string; every?: 'day' | 'week' | 'month'; on?: string | number; time?: string; local?: boolean }
export interface CampaignDraft { campaign: string; title: string; message: string; audience?: string; when: When }

export type WhenKind = 'now' | 'at' | 'every';

export function kindOf(when: When): WhenKind {
  return when.every ? 'every' : when.at ? 'at' : 'now';
}

export function scheduleOf(when: When): Schedule {
  return { every: when.every ?? 'week', on: String(when.on ?? (when.every === 'month' ? 1 : 'monday')), time: when.time ?? '09:00' };
}

export function whenOf({ every, on, time }: Schedule, local: boolean | undefined): When {
  const day = every === 'day' ? {} : { on: every === 'month' ? Number(on) : on };
  return { every, ...day, time, ...(local ? { local } : {}) };
}

/** Another way to say when, with what can be kept. `tomorrow` is a day as `2026-12-01`. */
export function changeKind(when: When, kind: WhenKind, tomorrow: string): When {
  const local = when.local ? { local: true } : {};
  if (kind === 'now') return { now: true };
  if (kind === 'at') return { at: `${tomorrow} 09:00`, ...local };
  return { every: 'week', on: 'monday', time: '09:00', ...local };
}

const SEGMENT = /^in segment '((?:[^'\\]|\\.)+)'$/;

/** The saved segment that an audience is; null where it is everybody or a condition of its own. */
export function segmentOf(audience: string): string | null {
  return SEGMENT.exec(audience.trim())?.[1] ?? null;
}

export function inSegment(name: string): string {
  return `in segment '${name}'`;
}

export function draftOf(document: Record<string, unknown>): CampaignDraft {
  return document as unknown as CampaignDraft;
}

/** What is saved: without an audience that says nothing. */
export function plainOf(draft: CampaignDraft): Record<string, unknown> {
  const { audience, ...rest } = draft;
  return audience?.trim() ? { ...rest, audience } : rest;
}
