/** A condition as the builder edits it: the API's JSON, typed, and changes that leave the old tree as it was. */

export type Plain = string | number | boolean;
export interface Length { amount: number; unit: 'days' | 'hours' | 'minutes' }
export type Value = Plain | Length | Plain[];
export type Operator = '>=' | '<=' | '>' | '<' | '=' | '!=' | 'contains' | 'starts with' | 'in' | 'is known' | 'is today';
export type Reading = 'count' | 'sum' | 'average' | 'highest' | 'lowest' | 'first' | 'last' | 'time since first' | 'time since last';

export interface FieldOperand { kind: 'field'; name: string; within: Length | null }
export interface EventsOperand { kind: 'events'; reading: Reading; event: string | null; of: string | null; where: Tree | null; within: Length | null }
export interface ShareOperand { kind: 'share'; of: Compare; event: string | null; where: Tree | null; within: Length | null }
export type Operand = FieldOperand | EventsOperand | ShareOperand;

export interface Group { kind: 'all' | 'any'; parts: Tree[] }
export interface Not { kind: 'not'; part: Tree }
export interface InSegment { kind: 'segment'; name: string }
export interface Compare { kind: 'compare'; operand: Operand; operator: Operator; value: Value }
export type Tree = Group | Not | InSegment | Compare;

/** How a group is read: all, any, none (not any) or not all of its parts. */
export type Mode = 'all' | 'any' | 'none' | 'some_not';

export function isGroup(tree: Tree): tree is Group {
  return tree.kind === 'all' || tree.kind === 'any';
}

/** A group, negated or not; a row is neither. */
export function groupOf(tree: Tree): { mode: Mode; parts: Tree[] } | null {
  if (isGroup(tree)) return { mode: tree.kind, parts: tree.parts };
  if (tree.kind === 'not' && isGroup(tree.part)) return { mode: tree.part.kind === 'any' ? 'none' : 'some_not', parts: tree.part.parts };
  return null;
}

export function makeGroup(mode: Mode, parts: Tree[]): Tree {
  const group: Group = { kind: mode === 'all' || mode === 'some_not' ? 'all' : 'any', parts };
  return mode === 'all' || mode === 'any' ? group : { kind: 'not', part: group };
}

/** The builder's root is a group, so that there is always a place for the next row. */
export function rooted(tree: Tree | null | undefined): Tree {
  if (!tree) return { kind: 'all', parts: [] };
  return groupOf(tree) ? tree : { kind: 'all', parts: [tree] };
}

/** A claim and whether it is denied. */
export function claimOf(tree: Tree): { claim: InSegment | Compare | null; isNot: boolean } {
  if (tree.kind === 'not') {
    const inner = claimOf(tree.part);
    return { claim: inner.claim, isNot: !inner.isNot };
  }
  return { claim: isGroup(tree) ? null : tree, isNot: false };
}

export function denied(tree: Tree): Tree {
  return tree.kind === 'not' ? tree.part : { kind: 'not', part: tree };
}

export function isLength(value: unknown): value is Length {
  return typeof value === 'object' && value !== null && 'unit' in value;
}

/** Without groups that hold nothing; null where nothing is left. */
export function pruned(tree: Tree): Tree | null {
  if (tree.kind === 'not') {
    const part = pruned(tree.part);
    return part && { kind: 'not', part };
  }
  if (isGroup(tree)) {
    const parts = tree.parts.flatMap((part) => pruned(part) ?? []);
    return parts.length ? { ...tree, parts } : null;
  }
  if (tree.kind === 'compare' && tree.operand.kind !== 'field') {
    const where = tree.operand.where && pruned(tree.operand.where);
    return { ...tree, operand: { ...tree.operand, where } };
  }
  return tree;
}

/** Whether every row says all that it has to. */
export function isComplete(tree: Tree): boolean {
  if (isGroup(tree)) return tree.parts.every(isComplete);
  if (tree.kind === 'not') return isComplete(tree.part);
  if (tree.kind === 'segment') return tree.name !== '';
  return hasOperand(tree.operand) && hasValue(tree);
}

function hasOperand(operand: Operand): boolean {
  if (operand.kind === 'field') return !operand.name.endsWith('.') && operand.name !== '';
  const isWhole = operand.event !== '' && (!operand.where || isComplete(operand.where));
  return isWhole && (operand.kind === 'share' ? isComplete(operand.of) : operand.of !== '');
}

export function hasValue({ operator, value }: Compare): boolean {
  if (operator === 'is known' || operator === 'is today') return true;
  if (Array.isArray(value)) return value.length > 0;
  return isLength(value) ? value.amount > 0 : value !== '' && !Number.isNaN(value);
}

/** How many claims a tree makes. */
export function claimsIn(tree: Tree | null): number {
  if (!tree) return 0;
  if (tree.kind === 'not') return claimsIn(tree.part);
  return isGroup(tree) ? tree.parts.reduce((sum, part) => sum + claimsIn(part), 0) : 1;
}

/** The list with one part changed; null takes it out. */
export function withPart(parts: Tree[], index: number, part: Tree | null): Tree[] {
  return part === null ? parts.filter((_, place) => place !== index) : parts.map((each, place) => (place === index ? part : each));
}

export function moved(parts: Tree[], index: number, by: number): Tree[] {
  const to = index + by;
  if (to < 0 || to >= parts.length) return parts;
  const next = [...parts];
  [next[index], next[to]] = [next[to]!, next[index]!];
  return next;
}
