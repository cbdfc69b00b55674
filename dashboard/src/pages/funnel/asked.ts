import type { Address } from '../../address';

/** A step or an exclusion while it is edited: an event, and what it must be like. */
export interface StepDraft { event: string; where?: string }
export interface WithoutDraft extends StepDraft { after: number; before: number }
export type WindowUnit = 'minutes' | 'hours' | 'days';

/** A funnel as the form edits it and the address keeps it. */
export interface FunnelDraft {
  steps: StepDraft[];
  window: { amount: number; unit: WindowUnit };
  isOrdered: boolean;
  hold: string;
  without: WithoutDraft[];
}

export const MOST_STEPS = 12;
const SHOP = ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'];
const BETWEEN = '~';
const STEP = /^'((?:[^']|'')*)'(?:\s+where\s+\(([\s\S]*)\))?$/;
const PLACE = /^([\s\S]*)\s+between\s+(\d+)\s+and\s+(\d+)$/;
const WINDOW = /^(\d+) (minutes|hours|days)$/;

/** A step as the server reads it. */
export function textOf({ event, where }: StepDraft): string {
  return where ? `'${event.replaceAll("'", "''")}' where (${where})` : event;
}

export function stepOf(text: string): StepDraft {
  const found = STEP.exec(text.trim());
  if (!found) return { event: text.trim() };
  return { event: found[1]!.replaceAll("''", "'"), ...(found[2] ? { where: found[2] } : {}) };
}

function withoutOf(text: string, count: number): WithoutDraft {
  const found = PLACE.exec(text);
  if (!found) return { ...stepOf(text), after: 1, before: count };
  return { ...stepOf(found[1]!), after: Number(found[2]), before: Number(found[3]) };
}

function withoutText(each: WithoutDraft, { steps, isOrdered }: FunnelDraft): string {
  const isWhole = !isOrdered || (each.after === 1 && each.before >= steps.length);
  return isWhole ? textOf(each) : `${textOf(each)} between ${each.after} and ${Math.min(each.before, steps.length)}`;
}

export function draftOf(address: Address): FunnelDraft {
  const steps = (address.steps?.split(BETWEEN) ?? SHOP).filter(Boolean).map(stepOf);
  const window = WINDOW.exec(address.window ?? '30 days');
  return {
    steps,
    window: { amount: Number(window?.[1] ?? 30), unit: (window?.[2] ?? 'days') as WindowUnit },
    isOrdered: address.order !== 'any',
    hold: address.hold ?? '',
    without: (address.without?.split(BETWEEN) ?? []).filter(Boolean).map((text) => withoutOf(text, steps.length)),
  };
}

/** What the address keeps of it; what is so by itself stays out. */
export function addressOf(draft: FunnelDraft): Address {
  const steps = draft.steps.map(textOf).join(BETWEEN);
  const window = `${draft.window.amount} ${draft.window.unit}`;
  return {
    steps: steps === SHOP.join(BETWEEN) ? undefined : steps,
    window: window === '30 days' ? undefined : window,
    order: draft.isOrdered ? undefined : 'any',
    hold: draft.hold || undefined,
    without: draft.without.filter((each) => each.event).map((each) => withoutText(each, draft)).join(BETWEEN) || undefined,
  };
}

/** What the server is asked. */
export function paramsOf(draft: FunnelDraft) {
  return {
    step: draft.steps.map(textOf),
    window: `${draft.window.amount} ${draft.window.unit}`,
    order: draft.isOrdered ? undefined : 'any',
    hold: draft.hold || undefined,
    without: draft.without.filter((each) => each.event).map((each) => withoutText(each, draft)),
  };
}
