/** Places of steps that nobody moved: one row under the other, ways side by side, in the order they are written. */
import { END, waysOf, type Draft } from './document';

export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 84;
const COLUMN = NODE_WIDTH + 40;
const ROW = NODE_HEIGHT + 60;

export const ENTRY = '@entry';
export const endOf = (step: string, way: string) => `@end:${step}:${way}`;
/** A way that passes rows by has a column of its own, so that it runs behind no step. */
export const laneOf = (step: string, way: string) => `@lane:${step}:${way}`;

export interface Place { x: number; y: number }

/** How many steps lie on the longest way to each; a way back counts for nothing. */
function depths(draft: Draft): Map<string, number> {
  const targets = new Map(draft.steps.map((step) => [step.id, waysOf(step).map((way) => way.to)]));
  const found = new Map<string, number>();
  const visit = (id: string, depth: number, above: Set<string>) => {
    if (above.has(id) || !targets.has(id) || (found.get(id) ?? -1) >= depth) return;
    found.set(id, depth);
    const here = new Set(above).add(id);
    for (const to of targets.get(id)!) visit(to, depth + 1, here);
  };
  if (draft.steps[0]) visit(draft.steps[0].id, 1, new Set());
  // Steps that nothing leads to stand at the bottom, beside each other.
  const last = Math.max(0, ...found.values());
  for (const step of draft.steps) if (!found.has(step.id)) found.set(step.id, last + 1);
  return found;
}

/** The tree of first visits: each step hangs below the first way that reaches it one row above. */
function children(draft: Draft, depth: Map<string, number>): Map<string, string[]> {
  const below = new Map<string, string[]>([[ENTRY, []]]);
  const placed = new Set<string>();
  const first = draft.steps[0]?.id;
  if (first) { below.set(ENTRY, [first]); placed.add(first); }
  const rows = [...draft.steps].sort((a, b) => depth.get(a.id)! - depth.get(b.id)!);
  for (const step of rows) {
    const own: string[] = [];
    for (const way of waysOf(step)) {
      if (way.to === END) own.push(endOf(step.id, way.id));
      else if (!placed.has(way.to) && depth.get(way.to) === depth.get(step.id)! + 1) { own.push(way.to); placed.add(way.to); }
      else if ((depth.get(way.to) ?? 0) > depth.get(step.id)! + 1) own.push(laneOf(step.id, way.id));
    }
    below.set(step.id, own);
  }
  for (const step of rows) if (!placed.has(step.id)) below.get(ENTRY)!.push(step.id);
  return below;
}

/** Every node's place: the entry, the steps, the ends of ways, and the lanes of those that pass rows by. A step that was moved keeps where it was put. */
export function placesOf(draft: Draft): Map<string, Place> {
  const depth = depths(draft);
  const below = children(draft, depth);
  const width = new Map<string, number>();
  const measure = (id: string): number => {
    const own = Math.max(1, (below.get(id) ?? []).reduce((sum, child) => sum + measure(child), 0));
    width.set(id, own);
    return own;
  };
  measure(ENTRY);
  const places = new Map<string, Place>();
  const put = (id: string, left: number, row: number) => {
    const at = depth.get(id) ?? row;
    places.set(id, { x: (left + width.get(id)! / 2) * COLUMN - COLUMN / 2, y: at * ROW });
    let from = left;
    for (const child of below.get(id) ?? []) {
      put(child, from, at + 1);
      from += width.get(child)!;
    }
  };
  put(ENTRY, 0, 0);
  for (const [id, [x, y]] of Object.entries(draft.layout ?? {})) moveTo(places, below, id, { x, y });
  return places;
}

/** Ends and lanes of ways go along with the step that was moved. */
function moveTo(places: Map<string, Place>, below: Map<string, string[]>, id: string, to: Place): void {
  const before = places.get(id);
  if (!before) return;
  places.set(id, to);
  for (const child of below.get(id) ?? []) {
    const end = child.startsWith('@') ? places.get(child) : undefined;
    if (end) places.set(child, { x: end.x + to.x - before.x, y: end.y + to.y - before.y });
  }
}
