import { useCallback, useReducer } from 'react';

export interface History<T> { past: T[]; now: T; future: T[] }

export type Change<T> =
  | { kind: 'set'; to: T; into?: string }
  | { kind: 'undo' } | { kind: 'redo' } | { kind: 'reset'; to: T };

const MOST = 200;

/** `into`: changes in a row to the same thing (letters typed into a field) are undone as one. */
export function changed<T>(history: History<T> & { into?: string }, change: Change<T>): History<T> & { into?: string } {
  const { past, now, future } = history;
  switch (change.kind) {
    case 'set':
      if (change.to === now) return history;
      if (change.into !== undefined && change.into === history.into) return { past, now: change.to, future: [], into: change.into };
      return { past: [...past, now].slice(-MOST), now: change.to, future: [], into: change.into };
    case 'undo':
      return past.length === 0 ? history : { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future] };
    case 'redo':
      return future.length === 0 ? history : { past: [...past, now], now: future[0]!, future: future.slice(1) };
    case 'reset':
      return { past: [], now: change.to, future: [] };
  }
}

export function useHistory<T>(first: T) {
  const [history, dispatch] = useReducer(changed<T>, { past: [], now: first, future: [] });
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    set: useCallback((to: T, into?: string) => dispatch({ kind: 'set', to, into }), []),
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    reset: useCallback((to: T) => dispatch({ kind: 'reset', to }), []),
  };
}
