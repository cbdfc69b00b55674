import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Live updates over Server-Sent Events: one connection for the whole dashboard, however many listen. */

export interface LiveMove {
  customer_id: string;
  name: string | null;
  from: string | null;
  to: string;
  at: string;
}

export interface LiveEvent {
  at: string;
  name: string;
  customer_id: string;
  detail: string | null;
}

export interface LiveTick {
  version: number;
  at: string;
  accepted: number;
  moves: LiveMove[];
  events: LiveEvent[];
}

type Listener = (tick: LiveTick) => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let source: EventSource | null = null;
let isConnected = false;

function setConnected(value: boolean): void {
  isConnected = value;
  watchers.forEach((watch) => watch());
}

function connect(): void {
  if (source || typeof EventSource === 'undefined') return;
  source = new EventSource('/api/stream');
  source.addEventListener('open', () => setConnected(true));
  source.addEventListener('hello', () => setConnected(true));
  source.addEventListener('error', () => setConnected(false)); // the browser connects again by itself
  source.addEventListener('tick', (message) => {
    const tick = JSON.parse((message as MessageEvent<string>).data) as LiveTick;
    listeners.forEach((listener) => listener(tick));
  });
}

function listen(listener: Listener): () => void {
  listeners.add(listener);
  connect();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    source = null;
    setConnected(false);
  };
}

/** Calls back on every tick while mounted. */
export function useLiveTick(listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((tick) => latest.current(tick)), []);
}

/** Whether the stream is open now. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => isConnected,
    () => false,
  );
}

/** At most one refresh a second, and never a second one while the first still runs. */
export const REFRESH_SECONDS = 1;

/** Reads queries marked `meta: { isLive: true }` again; the old numbers stay until the new ones are there. */
function refresh(queries: QueryClient): void {
  if (document.hidden) return;
  void queries.invalidateQueries(
    { predicate: (query) => query.meta?.isLive === true },
    { cancelRefetch: false },
  );
}

/** Mounted once by the shell. */
export function useLiveQueries(): void {
  const queries = useQueryClient();
  const due = useRef<number | null>(null);
  const last = useRef(0);
  useLiveTick(() => {
    if (due.current !== null) return;
    const wait = Math.max(0, last.current + REFRESH_SECONDS * 1000 - Date.now());
    due.current = window.setTimeout(() => {
      due.current = null;
      last.current = Date.now();
      refresh(queries);
    }, wait);
  });
  useEffect(() => () => void (due.current !== null && window.clearTimeout(due.current)), []);
}
