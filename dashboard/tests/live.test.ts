import { describe, expect, it } from 'vitest';
import { arrive, clear, EMPTY, LIMIT, matching, pause, resume } from '../src/pages/data/live/live';

const tick = (second: number, names: string[], moves: { to: string }[] = []) => {
  const at = `2026-06-01T10:00:${String(second).padStart(2, '0')}Z`;
  return {
    version: second, at, accepted: names.length,
    events: names.map((name) => ({ at, name, customer_id: 'user:ana', detail: '' })),
    moves: moves.map(({ to }) => ({ customer_id: 'user:ana', name: 'Ana', from: 'conversion', to, at })),
  };
};

describe('the live list', () => {
  it('shows the newest first, a move above the event it follows from', () => {
    const list = arrive(arrive(EMPTY, tick(1, ['a'])), tick(2, ['b'], [{ to: 'retention' }]));

    expect(list.rows.map((row) => row.name)).toEqual(['retention', 'b', 'a']);
  });

  it('gives every row a key of its own', () => {
    const list = arrive(arrive(EMPTY, tick(1, ['a', 'b'])), tick(1, ['c'], [{ to: 'retention' }]));

    expect(new Set(list.rows.map((row) => row.key)).size).toBe(4);
  });

  it('holds back while paused and loses nothing', () => {
    const paused = arrive(pause(arrive(EMPTY, tick(1, ['a']))), tick(2, ['b', 'c']));

    expect(paused.rows.map((row) => row.name)).toEqual(['a']);
    expect(paused.held).toHaveLength(2);
    expect(resume(paused).rows).toHaveLength(3);
    expect(resume(paused).held).toEqual([]);
  });

  it('counts what was accepted, shown or not', () => {
    expect(arrive(EMPTY, { ...tick(1, ['a']), accepted: 500 }).accepted).toBe(500);
  });

  it('never grows beyond its limit', () => {
    const many = Array.from({ length: LIMIT + 50 }, (_, index) => String(index));

    expect(arrive(EMPTY, tick(1, many)).rows).toHaveLength(LIMIT);
    expect(arrive(pause(EMPTY), tick(1, many)).held).toHaveLength(LIMIT);
  });

  it('is emptied without forgetting the count', () => {
    expect(clear(arrive(EMPTY, tick(1, ['a'])))).toMatchObject({ rows: [], accepted: 1, made: 1 });
  });

  it('is filtered by event and by customer', () => {
    const { rows } = arrive(EMPTY, tick(1, ['Order Completed', 'Page Viewed']));

    expect(matching(rows, 'order')).toHaveLength(1);
    expect(matching(rows, 'ANA')).toHaveLength(2);
    expect(matching(rows, 'bob')).toHaveLength(0);
  });
});
