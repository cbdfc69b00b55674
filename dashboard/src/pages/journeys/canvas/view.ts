/** Where the canvas looks: at its beginning when it opens, and at the chosen step when that lies outside. */
import { getNodesBounds, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { ENTRY, NODE_HEIGHT, NODE_WIDTH, type Place } from '../layout';
import type { AnyNode, WayEdge } from './nodes';

export type Flow = ReactFlowInstance<AnyNode, WayEdge>;
export interface View { x: number; y: number; zoom: number }
interface Size { width: number; height: number }
interface Box extends Size { x: number; y: number }

/** Below this nothing can be read at ease: a long journey then begins at its top instead of being shown whole. */
const LEAST_ZOOM = 0.8;
/** Below this a step shows in large letters what it is and how many came: all ways stand side by side, none is cut. */
export const FAR = 0.55;
export const LEAST = 0.2;
const PHONE = 560;
const EDGE = 24;
const SIDE = 12;

/** The first view of a journey that is too long to be shown whole: its top, as wide as its ways lie apart where that can be read. */
export function topView(bounds: Box, entry: Place, { width }: Size): View {
  const fitting = (width - 2 * SIDE) / bounds.width;
  const zoom = Math.max(LEAST, Math.min(LEAST_ZOOM, fitting));
  const middle = fitting >= zoom ? bounds.x + bounds.width / 2 : entry.x + NODE_WIDTH / 2;
  return { zoom, x: width / 2 - middle * zoom, y: EDGE - entry.y * zoom };
}

/** The view moved just so far that the step is seen whole; null where it is already. On a phone that looks from afar it comes near. */
export function viewWith(place: Place, view: View, size: Size): View | null {
  if (view.zoom < FAR && size.width < PHONE) {
    const middle = { x: place.x + NODE_WIDTH / 2, y: place.y + NODE_HEIGHT / 2 };
    return { zoom: LEAST_ZOOM, x: size.width / 2 - middle.x * LEAST_ZOOM, y: size.height / 2 - middle.y * LEAST_ZOOM };
  }
  const shift = (from: number, length: number, room: number) => {
    if (from < EDGE) return EDGE - from;
    return from + length > room - EDGE ? Math.max(EDGE - from, room - EDGE - from - length) : 0;
  };
  const dx = shift(place.x * view.zoom + view.x, NODE_WIDTH * view.zoom, size.width);
  const dy = shift(place.y * view.zoom + view.y, NODE_HEIGHT * view.zoom, size.height);
  return dx === 0 && dy === 0 ? null : { ...view, x: view.x + dx, y: view.y + dy };
}

const SLOWLY_MS = 220;
const isStill = () => window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;

/** Begins at the top, and brings a step into view when it is chosen or added. */
export function useView(selected: string | undefined, place: Place | undefined) {
  const flow = useRef<Flow | null>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const onInit = (made: Flow) => {
    flow.current = made;
    window.requestAnimationFrame(() => {
      const entry = made.getNode(ENTRY);
      if (!entry || !canvas.current || made.getViewport().zoom >= LEAST_ZOOM) return;
      void made.setViewport(topView(getNodesBounds(made.getNodes()), entry.position, canvas.current.getBoundingClientRect()));
    });
  };
  useEffect(() => {
    if (!selected || !place || !flow.current || !canvas.current) return;
    const view = viewWith(place, flow.current.getViewport(), canvas.current.getBoundingClientRect());
    if (view) void flow.current.setViewport(view, { duration: isStill() ? 0 : SLOWLY_MS });
    // Only where another step is chosen: whoever drags one or moves the canvas looks where they want.
  }, [selected, place === undefined]);
  return { onInit, canvas };
}
