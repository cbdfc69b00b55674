import { expect, test } from 'vitest';
import { widestWay } from '../src/pages/paths/widest';

const node = (id: string, step: number, kind: 'event' | 'other' | 'end' = 'event') => ({ id, step, kind, event: kind === 'event' ? id.slice(2) : null, sessions: 1, share: 1, again: 0, events: 1 });
const link = (source: string, target: string, sessions: number, share: number) => ({ source, target, sessions, share, loops: 0, trend: [] });

test('the widest way is told by its share of the sessions it comes from, not of all', () => {
  const nodes = [node('0:Home', 0), node('0:Mail', 0), node('1:Product', 1), node('1:end', 1, 'end'), node('2:Order', 2)];
  const links = [link('0:Home', '1:Product', 60, 0.75), link('0:Home', '1:end', 20, 0.25), link('0:Mail', '1:Product', 20, 1), link('1:Product', '2:Order', 80, 1)];
  expect(widestWay({ nodes, links })).toEqual({ event: 'Home', next: 'Product', sessions: 60, share: 0.75 });
});

test('where sessions only end there is no way', () => {
  expect(widestWay({ nodes: [node('0:Home', 0), node('1:end', 1, 'end')], links: [link('0:Home', '1:end', 5, 1)] })).toBeNull();
});
