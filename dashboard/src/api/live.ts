import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Shape } from './contract';

/** Live updates over Server-Sent Events: one connection for the whole dashboard, however many listen. */

export type LiveMove = Shape<'LiveMove'>;
export type LiveEvent = Shape<'LiveEvent'>;
export type LiveTick = Shape<'LiveTick'>;

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

/** At most one refresh a second. */
const REFRESH_MS = 1_000;
/** A server that needs long for an answer is asked less often: it rests twice as long as it worked. */
const REST = 2;

/** Reads queries marked `meta: { isLive: true }` again; the old numbers stay until the new ones are there. */
async function refresh(queries: QueryClient): Promise<void> {
  if (document.hidden) return;
  await queries.invalidateQueries(
    { predicate: (query) => query.meta?.isLive === true },
    { cancelRefetch: false },
  );
}

/** Mounted once by the shell. */
export function useLiveQueries(): void {
  const queries = useQueryClient();
  const due = useRef<number | null>(null);
  const mayStart = useRef(0);
  const run = async () => {
    const began = Date.now();
    mayStart.current = Infinity;
    await refresh(queries);
    const took = Date.now() - began;
    mayStart.current = Math.max(began + REFRESH_MS, Date.now() + took * REST);
  };
  const plan = (wait: number) => {
    due.current = window.setTimeout(() => {
      // Another refresh still runs: what happened meanwhile is read after it.
      if (mayStart.current > Date.now()) return plan(Math.min(REFRESH_MS, mayStart.current - Date.now()));
      due.current = null;
      void run();
    }, wait);
  };
  useLiveTick(() => {
    if (due.current === null) plan(Math.max(0, Math.min(REFRESH_MS, mayStart.current - Date.now())));
  });
  useEffect(() => () => void (due.current !== null && window.clearTimeout(due.current)), []);
}
