import type { Address } from '../../../address';

/** With which event customers begin and which one is coming back, as texts the server reads; empty is any event. */
export interface CurvesDraft {
  began: string;
  back: string;
  days: number;
}

export const CHOICES = [28, 90, 180, 365];
const FIRST = 90;

export function draftOf(address: Address): CurvesDraft {
  const days = Number(address.days);
  return { began: address.began ?? '', back: address.back ?? '', days: CHOICES.includes(days) ? days : FIRST };
}

/** What the address keeps of it; what is so by itself stays out. */
export function addressOf(draft: CurvesDraft): Address {
  return { began: draft.began || undefined, back: draft.back || undefined, days: draft.days === FIRST ? undefined : String(draft.days) };
}

/** What the server is asked. */
export function paramsOf(draft: CurvesDraft) {
  return { began: draft.began || undefined, back: draft.back || undefined, days: draft.days };
}

const STEP = /^'((?:[^']|'')*)'(?:\s+where\s+\(([\s\S]*)\))?$/;

export interface EventDraft { event: string; where?: string }

/** An event as the form edits it, from the text the server reads; empty is any event. */
export function eventOf(text: string): EventDraft {
  const found = STEP.exec(text.trim());
  return found ? { event: found[1]!.replaceAll("''", "'"), ...(found[2] ? { where: found[2] } : {}) } : { event: text.trim() };
}

export function textOf({ event, where }: EventDraft): string {
  if (!event.trim()) return '';
  return where ? `'${event.replaceAll("'", "''")}' where (${where})` : event.trim();
}
