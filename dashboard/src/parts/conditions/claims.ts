/** The kinds of rows: what one asks about, how a new one begins, and which tests fit what is asked. */
import { eventOf, receivedOf } from './received';
import type { Compare, EventsOperand, FieldOperand, InSegment, Length, Operator, Plain, Tree, Value } from './tree';

export const CLAIMS = ['behaviour', 'received', 'trait', 'metric', 'stage', 'time_in_stage', 'rfm', 'foretold', 'consent', 'context', 'share', 'segment'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What was foretold of customers: chances, and an amount. */
export const FORETOLD = ['prediction.churn', 'prediction.conversion', 'prediction.next_purchase', 'prediction.tier', 'value.active', 'value.expected'] as const;
export const isChance = (name: string) => FORETOLD.some((each) => each === name) && name !== 'value.expected';

const DAYS = (amount: number): Length => ({ amount, unit: 'days' });
const field = (name: string): FieldOperand => ({ kind: 'field', name, within: null });

/** What a behaviour row reads off the events; `did` and `did_not` are counts with a fixed test. */
export const READINGS = [
  'did', 'did_not', 'count', 'sum', 'average', 'highest', 'lowest', 'first', 'last', 'time since last', 'time since first',
] as const;
export type ReadingChoice = (typeof READINGS)[number];

export function claimKind(tree: Compare | InSegment): Claim {
  if (tree.kind === 'segment') return 'segment';
  const { operand } = tree;
  if (operand.kind === 'events') return receivedOf(tree) ? 'received' : 'behaviour';
  if (operand.kind === 'share') return 'share';
  const { name } = operand;
  if (name === 'stage' || name === 'time_in_stage') return name;
  if (name === 'rfm' || name.startsWith('rfm.')) return 'rfm';
  if (name.startsWith('prediction.') || name.startsWith('value.')) return 'foretold';
  for (const root of ['trait', 'consent', 'context'] as const) if (name.startsWith(`${root}.`)) return root;
  return 'metric';
}

export function newClaim(kind: Claim): Tree {
  const compare = (operand: Compare['operand'], operator: Operator, value: Value): Compare => ({ kind: 'compare', operand, operator, value });
  switch (kind) {
    case 'behaviour': return compare({ kind: 'events', reading: 'count', event: '', of: null, where: null, within: DAYS(30) }, '>=', 1);
    case 'received': return compare({ kind: 'events', reading: 'count', event: eventOf('email', 'opened'), of: null, where: null, within: DAYS(30) }, '>=', 1);
    case 'trait': return compare(field('trait.'), '=', '');
    case 'metric': return compare(field(''), '>=', 1);
    case 'stage': return compare(field('stage'), '=', '');
    case 'time_in_stage': return compare(field('time_in_stage'), '>', DAYS(30));
    case 'rfm': return compare(field('rfm'), '=', '');
    case 'foretold': return compare(field('prediction.churn'), '>=', 0.6);
    case 'consent': return compare(field('consent.email.'), '=', true);
    case 'context': return compare(field('context.'), '=', '');
    case 'share': return compare({ kind: 'share', of: { kind: 'compare', operand: field('properties.'), operator: '=', value: '' }, event: '', where: null, within: DAYS(90) }, '>=', 0.5);
    case 'segment': return { kind: 'segment', name: '' };
  }
}

/** A row about one field of an event. */
export function newEventClaim(): Compare {
  return { kind: 'compare', operand: field('properties.'), operator: '=', value: '' };
}

export function readingOf({ operand, operator, value }: Compare): ReadingChoice {
  const { reading } = operand as EventsOperand;
  if (reading !== 'count') return reading;
  if (operator === '>=' && value === 1) return 'did';
  return operator === '=' && value === 0 ? 'did_not' : 'count';
}

export function takesField(reading: ReadingChoice): boolean {
  return !['did', 'did_not', 'count', 'time since first', 'time since last'].includes(reading);
}

export function withReading(claim: Compare, choice: ReadingChoice): Compare {
  const operand = claim.operand as EventsOperand;
  const isCount = choice === 'did' || choice === 'did_not' || choice === 'count';
  const next: EventsOperand = { ...operand, reading: isCount ? 'count' : choice, of: takesField(choice) ? operand.of || 'revenue' : null };
  if (choice === 'did') return { ...claim, operand: next, operator: '>=', value: 1 };
  if (choice === 'did_not') return { ...claim, operand: next, operator: '=', value: 0 };
  if (choice === 'count') return { ...claim, operand: next, operator: '>=', value: 2 };
  if (choice.startsWith('time')) return { ...claim, operand: { ...next, within: null }, operator: '>', value: DAYS(30) };
  if (choice === 'first' || choice === 'last') return { ...claim, operand: next, operator: '=', value: '' };
  return { ...claim, operand: next, operator: '>=', value: typeof claim.value === 'number' && claim.value > 1 ? claim.value : 100 };
}

const ORDER: Operator[] = ['>=', '<=', '>', '<'];
const EQUAL: Operator[] = ['=', '!=', 'in'];

/** The tests that fit: lengths are only ordered, names are only equal, the rest can be all of it. */
export function operatorsFor(claim: Compare): Operator[] {
  const { operand } = claim;
  if (operand.kind === 'share') return ['>=', '<=', '>', '<'];
  if (operand.kind === 'events') {
    if (operand.reading.startsWith('time')) return ORDER;
    if (operand.reading === 'first' || operand.reading === 'last') return [...EQUAL, 'contains', 'starts with', ...ORDER, 'is known'];
    return [...ORDER, '=', '!='];
  }
  const { name } = operand;
  if (name === 'time_in_stage') return ORDER;
  if (name === 'stage' || name === 'rfm' || name === 'context.weekday') return EQUAL;
  if (FORETOLD.some((each) => each === name)) return [...ORDER, 'is known'];
  if (name.startsWith('rfm.') || name === 'context.hour' || name === 'revenue') return [...ORDER, '=', '!='];
  if (name.startsWith('trait.')) return [...EQUAL, 'contains', 'starts with', ...ORDER, 'is known', 'is today'];
  if (name.includes('.') || ['name', 'currency', 'order_id', 'source_id', 'product'].includes(name)) return [...EQUAL, 'contains', 'starts with', ...ORDER, 'is known'];
  return [...ORDER, '=', '!='];
}

/** The claim with another test; its value becomes one that the test can take. */
export function withOperator(claim: Compare, operator: Operator): Compare {
  const { value } = claim;
  if (operator === 'is known' || operator === 'is today') return { ...claim, operator, value: true };
  if (operator === 'in') return { ...claim, operator, value: Array.isArray(value) ? value : value === '' || typeof value === 'object' ? [] : [value] };
  const one = Array.isArray(value) ? (value[0] ?? '') : value;
  const isText = operator === 'contains' || operator === 'starts with';
  return { ...claim, operator, value: claim.value === true && claim.operator.startsWith('is ') ? '' : isText && typeof one !== 'object' ? String(one) : one };
}

/** What was typed, as the kind of value that was seen there; an order is one of numbers. */
export function typed(text: string, seen: Plain[], operator: Operator): Plain {
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if (ORDER.includes(operator) && isNumber) return Number(text);
  if (operator === 'contains' || operator === 'starts with' || seen.length === 0) return text;
  if (seen.every((value) => typeof value === 'number') && isNumber) return Number(text);
  if (seen.every((value) => typeof value === 'boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Fields that every event has; a property of the same name keeps its whole path. */
const OF_EVERY_EVENT = ['name', 'revenue', 'currency', 'order_id', 'source_id', 'product'];

/** `properties.category` as people read it: `category`. */
export function shortField(name: string): string {
  const short = name.replace(/^properties\./, '');
  return OF_EVERY_EVENT.includes(short) || short.startsWith('product.') ? name : short;
}

export function fullField(text: string): string {
  return OF_EVERY_EVENT.includes(text) || /^(properties|context|product)\./.test(text) ? text : `properties.${text}`;
}
