/** A journey's document as the canvas edits it: the keys of its YAML, with every way out written down. */

export type Kind =
  | 'message' | 'wait' | 'wait_until' | 'wait_best_hour' | 'wait_for' | 'branch' | 'split'
  | 'set_trait' | 'emit' | 'webhook' | 'exit';

export const KINDS: Kind[] = [
  'message', 'wait', 'wait_until', 'wait_best_hour', 'wait_for', 'branch', 'split', 'set_trait', 'emit', 'webhook', 'exit',
];

export const END = 'end';

export interface EventMatch { event: string; where?: string }
export interface Arm { when: string; next: string }
/** A way of a split: where to, and what part of a hundred. */
export interface Share { to: string; percent: number }

export interface Step {
  id: string;
  next?: string;
  message?: string;
  webhook?: string;
  wait?: string;
  wait_until?: { time: string; weekday?: string };
  wait_best_hour?: { at_most: string };
  wait_for?: EventMatch & { at_most: string };
  then?: string;
  on_timeout?: string;
  branch?: Arm[];
  else?: string;
  split?: Share[];
  set_trait?: { key: string; value: unknown };
  emit?: { event: string; properties?: Record<string, unknown> };
  exit?: boolean;
}

export interface Entry {
  event?: string;
  where?: string;
  segment_entered?: string;
  segment_left?: string;
  stage_entered?: string;
  schedule?: string;
  local?: boolean;
  api?: boolean;
  only?: string;
  key?: string;
  again?: string;
}

export interface Draft {
  journey: string;
  title: string;
  description?: string;
  entry: Entry;
  goal?: EventMatch & { within?: string };
  exit_on?: EventMatch[];
  exit_when?: string;
  steps: Step[];
  layout?: Record<string, [number, number]>;
}

export type Plain = Record<string, unknown>;

export function kindOf(step: Step): Kind {
  return KINDS.find((kind) => step[kind] !== undefined) ?? 'exit';
}

/** A way out of a step: `next`, `then`, `on_timeout`, `arm:0`, `else`, `share:1`. */
export interface Way { id: string; to: string }

export function waysOf(step: Step): Way[] {
  switch (kindOf(step)) {
    case 'exit': return [];
    case 'wait_for': return [{ id: 'then', to: step.then ?? END }, { id: 'on_timeout', to: step.on_timeout ?? END }];
    case 'branch': return [
      ...(step.branch ?? []).map((arm, index) => ({ id: `arm:${index}`, to: arm.next })),
      { id: 'else', to: step.else ?? END },
    ];
    case 'split': return (step.split ?? []).map((share, index) => ({ id: `share:${index}`, to: share.to }));
    default: return [{ id: 'next', to: step.next ?? END }];
  }
}

/** The step with one way leading elsewhere. */
export function withWay(step: Step, way: string, to: string): Step {
  const [name, place] = way.split(':');
  const index = Number(place);
  if (name === 'arm') return { ...step, branch: step.branch?.map((arm, at) => (at === index ? { ...arm, next: to } : arm)) };
  if (name === 'share') return { ...step, split: step.split?.map((share, at) => (at === index ? { ...share, to } : share)) };
  return { ...step, [name!]: to };
}

function percentOf(text: unknown): number {
  if (typeof text === 'number') return Math.abs(text) <= 1 ? text * 100 : text;
  return Number.parseFloat(String(text)) || 0;
}

/** Reads a document as the server sends it; every way that it leaves out leads to the step below. */
export function draftOf(plain: Plain): Draft {
  const document = plain as unknown as Omit<Draft, 'steps'> & { steps?: (Omit<Step, 'split'> & { split?: Record<string, unknown> })[] };
  const raw = document.steps ?? [];
  const steps = raw.map((each, index): Step => {
    const { split, next, ...rest } = each;
    const after = next ?? raw[index + 1]?.id ?? END;
    const step: Step = { ...rest };
    if (split) step.split = Object.entries(split).map(([to, share]) => ({ to, percent: percentOf(share) }));
    const kind = kindOf(step);
    if (kind === 'wait_for') return { ...step, then: step.then ?? after, on_timeout: step.on_timeout ?? after };
    if (kind === 'branch') return { ...step, else: step.else ?? after };
    return kind === 'exit' || kind === 'split' ? step : { ...step, next: after };
  });
  return { ...document, steps };
}

/** Writes a draft as the document to save: a way to the step below is left out, as people write it. */
export function plainOf(draft: Draft): Plain {
  const steps = draft.steps.map((step, index) => {
    const below = draft.steps[index + 1]?.id ?? END;
    const kept: Record<string, unknown> = { ...step };
    for (const key of ['next', 'then', 'on_timeout', 'else'] as const) if (kept[key] === below) delete kept[key];
    if (step.split) kept.split = sharesOf(step.split);
    return kept;
  });
  const { layout, ...rest } = draft;
  const places = Object.fromEntries(Object.entries(layout ?? {}).filter(([id]) => draft.steps.some((step) => step.id === id)));
  return withoutEmpty({ ...rest, steps, layout: Object.keys(places).length > 0 ? places : undefined });
}

/** Two shares that lead to the same step are one. */
function sharesOf(split: Share[]): Record<string, string> {
  const sums = new Map<string, number>();
  for (const { to, percent } of split) sums.set(to, (sums.get(to) ?? 0) + percent);
  return Object.fromEntries([...sums].map(([to, percent]) => [to, `${Number(percent.toFixed(4))} %`]));
}

/** Without fields that say nothing: undefined, empty text, empty lists and mappings. */
function withoutEmpty(plain: Plain): Plain {
  const isEmpty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  const clean = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).filter(([, each]) => !isEmpty(each)))
      : value;
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => !isEmpty(value)).map(([key, value]) => [key, key === 'steps' || key === 'layout' ? value : clean(value)]));
}
