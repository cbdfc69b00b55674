/** A draft as React Flow draws it. Sizes and handles are given, so nothing waits to be measured. */
import { Position, type Edge, type Node } from '@xyflow/react';
import { END, waysOf, type Draft, type Step } from '../document';
import { ENTRY, endOf, laneOf, NODE_HEIGHT, NODE_WIDTH, placesOf, type Place } from '../layout';
import type { StepCounts } from '../shapes';

export type StepData = { step: Step; problems: number; counts?: StepCounts | null };
export type EntryData = { draft: Draft; problems: number; entries?: number };
export type EndData = Record<string, never>;
export type WayData = { spot: { step: string | null; way: string }; label?: string; isFixed: boolean; name: string; via?: Place };

export type StepNodeType = Node<StepData, 'step'>;
export type EntryNodeType = Node<EntryData, 'entry'>;
export type EndNodeType = Node<EndData, 'end'>;
export type AnyNode = StepNodeType | EntryNodeType | EndNodeType;
export type WayEdge = Edge<WayData, 'way'>;

const END_SIZE = 26;

/** Where the handle of a way sits along the lower side, from 0 to 1. */
export const handleAt = (index: number, count: number) => (index + 1) / (count + 1);

function box(place: Place, width = NODE_WIDTH, height = NODE_HEIGHT) {
  return { position: place, width, height, measured: { width, height } };
}

interface Source { problems: Map<string, number>; counts?: Map<string, StepCounts>; entries?: number; selected?: string; isReadOnly?: boolean; words: (step: Step) => string }

/** The places while one step is dragged. */
export function placesNow(draft: Draft, dragged: { id: string; place: Place } | null): Map<string, Place> {
  return placesOf(dragged ? { ...draft, layout: { ...draft.layout, [dragged.id]: [dragged.place.x, dragged.place.y] } } : draft);
}

export function nodesOf(draft: Draft, places: Map<string, Place>, source: Source): AnyNode[] {
  const canDrag = !source.isReadOnly;
  const nodes: AnyNode[] = [{
    id: ENTRY, type: 'entry', ...box(places.get(ENTRY)!), draggable: false, deletable: false, selected: source.selected === ENTRY,
    data: { draft, problems: source.problems.get('') ?? 0, entries: source.entries },
    handles: [{ id: 'next', type: 'source', position: Position.Bottom, x: NODE_WIDTH / 2, y: NODE_HEIGHT, width: 1, height: 1 }],
  }];
  for (const step of draft.steps) {
    const ways = waysOf(step);
    nodes.push({
      id: step.id, type: 'step', ...box(places.get(step.id)!), draggable: canDrag, deletable: canDrag, selected: source.selected === step.id,
      ariaLabel: source.words(step),
      data: { step, problems: source.problems.get(step.id) ?? 0, counts: source.counts ? source.counts.get(step.id) ?? null : undefined },
      handles: [
        { id: 'in', type: 'target', position: Position.Top, x: NODE_WIDTH / 2, y: 0, width: 1, height: 1 },
        ...ways.map((way, index) => ({ id: way.id, type: 'source' as const, position: Position.Bottom, x: NODE_WIDTH * handleAt(index, ways.length), y: NODE_HEIGHT, width: 1, height: 1 })),
      ],
    });
    for (const way of ways.filter((each) => each.to === END)) {
      const id = endOf(step.id, way.id);
      const place = places.get(id) ?? { x: 0, y: 0 };
      nodes.push({
        id, type: 'end', ...box({ x: place.x + (NODE_WIDTH - END_SIZE) / 2, y: place.y }, END_SIZE, END_SIZE), draggable: false, deletable: false, selectable: false, focusable: false, data: {},
        handles: [{ id: 'in', type: 'target', position: Position.Top, x: END_SIZE / 2, y: 0, width: 1, height: 1 }],
      });
    }
  }
  return nodes;
}

const laneAt = (place: Place | undefined) => place && { x: place.x + NODE_WIDTH / 2, y: place.y };

/** What a way is for, and its name for who does not see where it leads; null: where customers come in, or the end. */
export interface WayWords {
  label: (step: Step, way: string) => string | undefined;
  name: (from: Step | null, label: string | undefined, to: Step | null) => string;
}

export function edgesOf(draft: Draft, places: Map<string, Place>, isReadOnly: boolean, words: WayWords): WayEdge[] {
  const byId = new Map(draft.steps.map((step) => [step.id, step]));
  const edge = (step: string | null, way: string, to: string, label?: string): WayEdge => {
    const name = words.name(byId.get(step ?? '') ?? null, label, byId.get(to) ?? null);
    const canEnd = !isReadOnly && step !== null && !to.startsWith('@end');
    return {
      id: `${step ?? ENTRY}:${way}`, type: 'way', source: step ?? ENTRY, sourceHandle: way, target: to, targetHandle: 'in',
      deletable: canEnd, focusable: canEnd, ariaLabel: name,
      data: { spot: { step, way }, label, isFixed: isReadOnly, name, via: laneAt(places.get(laneOf(step ?? ENTRY, way))) },
    };
  };
  const edges: WayEdge[] = draft.steps[0] ? [edge(null, 'next', draft.steps[0].id)] : [];
  for (const step of draft.steps) {
    for (const way of waysOf(step)) {
      const to = way.to === END ? endOf(step.id, way.id) : way.to;
      if (way.to === END || byId.has(way.to)) edges.push(edge(step.id, way.id, to, words.label(step, way.id)));
    }
  }
  return edges;
}
