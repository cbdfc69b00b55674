/** What can be done to a draft: each takes one and gives another, so that undoing is keeping the one before. */
import { END, kindOf, waysOf, withWay, type Draft, type Kind, type Step } from './document';

const FIRST: Record<Kind, () => Partial<Step>> = {
  message: () => ({ message: '' }),
  wait: () => ({ wait: '1 day' }),
  wait_until: () => ({ wait_until: { time: '09:00' } }),
  wait_best_hour: () => ({ wait_best_hour: { at_most: '24 hours' } }),
  wait_for: () => ({ wait_for: { event: 'Order Completed', at_most: '2 days' } }),
  branch: () => ({ branch: [{ when: '', next: END }] }),
  split: () => ({ split: [{ to: END, percent: 50 }, { to: END, percent: 50 }] }),
  set_trait: () => ({ set_trait: { key: '', value: true } }),
  emit: () => ({ emit: { event: '' } }),
  webhook: () => ({ webhook: '' }),
  exit: () => ({ exit: true }),
};

const STEM: Record<Kind, string> = {
  message: 'message', wait: 'wait', wait_until: 'until', wait_best_hour: 'best-hour', wait_for: 'wait-for', branch: 'branch',
  split: 'split', set_trait: 'trait', emit: 'event', webhook: 'webhook', exit: 'exit',
};

/** A name that no step has: `wait`, `wait-2`. */
export function freeId(draft: Draft, kind: Kind): string {
  const taken = new Set(draft.steps.map((step) => step.id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? STEM[kind] : `${STEM[kind]}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Where a new step goes: on a way out of a step, or before the first one. */
export interface Spot { step: string | null; way: string }

/** Puts a new step on a way; what the way led to comes after it. */
export function addStep(draft: Draft, kind: Kind, spot: Spot): { draft: Draft; id: string } {
  const id = freeId(draft, kind);
  const source = draft.steps.find((step) => step.id === spot.step);
  const to = source ? waysOf(source).find((way) => way.id === spot.way)?.to ?? END : draft.steps[0]?.id ?? END;
  const step = leadingTo({ id, ...FIRST[kind]() }, to);
  const steps = draft.steps.map((each) => (each === source ? withWay(each, spot.way, id) : each));
  steps.splice(source ? draft.steps.indexOf(source) + 1 : 0, 0, step);
  return { draft: { ...draft, steps }, id };
}

/** A new step with its ways set: the main one to `to`; of a wait for an event the answer ends, as it mostly does. */
function leadingTo(step: Step, to: string): Step {
  switch (kindOf(step)) {
    case 'exit': return step;
    case 'wait_for': return { ...step, then: END, on_timeout: to };
    case 'branch': return { ...step, else: to };
    case 'split': return { ...step, split: step.split?.map((share, index) => (index === 0 ? { ...share, to } : share)) };
    default: return { ...step, next: to };
  }
}

/** Takes a step away; whatever led to it leads to where it went on. */
export function removeStep(draft: Draft, id: string): Draft {
  const gone = draft.steps.find((step) => step.id === id);
  if (!gone) return draft;
  const ways = waysOf(gone);
  const main = ways.find((way) => way.id === 'else' || way.id === 'on_timeout') ?? ways[0];
  const to = main === undefined || main.to === id ? END : main.to;
  const layout = { ...draft.layout };
  delete layout[id];
  const first = draft.steps[0]?.id === id ? to : null;
  const left = draft.steps.filter((step) => step.id !== id).map((step) => redirect(step, id, to));
  return { ...draft, layout, steps: first === null ? left : startAt(left, first) };
}

/** The steps with this one first, so that customers begin there. */
function startAt(steps: Step[], id: string): Step[] {
  const first = steps.find((step) => step.id === id);
  return first ? [first, ...steps.filter((step) => step !== first)] : steps;
}

function redirect(step: Step, from: string, to: string): Step {
  return waysOf(step).reduce((changed, way) => (way.to === from ? withWay(changed, way.id, to) : changed), step);
}

/** Leads a way elsewhere; from the entry: makes that step the first. */
export function connect(draft: Draft, spot: Spot, to: string): Draft {
  if (spot.step === null) return { ...draft, steps: startAt(draft.steps, to) };
  return { ...draft, steps: draft.steps.map((step) => (step.id === spot.step ? withWay(step, spot.way, to) : step)) };
}

export function changeStep(draft: Draft, id: string, changed: Step): Draft {
  const steps = draft.steps.map((step) => (step.id === id ? changed : step));
  if (changed.id === id) return { ...draft, steps };
  const layout = Object.fromEntries(Object.entries(draft.layout ?? {}).map(([key, place]) => [key === id ? changed.id : key, place]));
  return { ...draft, layout, steps: steps.map((step) => redirect(step, id, changed.id)) };
}

/** A step turned into another kind in its place: what it led to stays. */
export function changeKind(step: Step, kind: Kind): Step {
  const ways = waysOf(step);
  const to = (ways.find((way) => way.id === 'else' || way.id === 'on_timeout') ?? ways[0])?.to ?? END;
  return leadingTo({ id: step.id, ...FIRST[kind]() }, to);
}

export function move(draft: Draft, id: string, x: number, y: number): Draft {
  return { ...draft, layout: { ...draft.layout, [id]: [Math.round(x), Math.round(y)] } };
}

export function tidy(draft: Draft): Draft {
  const { layout: _, ...rest } = draft;
  return rest;
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** Whether a step may be named so. */
export function isFreeName(draft: Draft, id: string): boolean {
  return NAME.test(id) && id !== END && !draft.steps.some((step) => step.id === id);
}
