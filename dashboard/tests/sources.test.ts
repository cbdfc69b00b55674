import { expect, test } from 'vitest';
import type { Model, VisitSource } from '../src/api/attribution';
import { bestBy, findingOf } from '../src/pages/attribution/names';

/** A source with its shares of the orders by first and by last touch. */
function source(channel: string, first: number, last: number): VisitSource {
  const credits = [['first', first], ['last', last]].map(([model, share]) => ({ model, share: { value: share } }));
  return { channel, campaign: null, credits } as unknown as VisitSource;
}

function told(...sources: VisitSource[]): string {
  const [first, last] = (['first', 'last'] as Model[]).map((model) => bestBy(sources, model)!);
  return findingOf(first!, last!);
}

test('direct visits are not told apart from themselves', () => {
  expect(told(source('direct', 1, 1))).toBe('direct');
  expect(told(source('direct', 0.6, 1), source('email', 0.4, 0))).toBe('directLast');
  expect(told(source('direct', 1, 0.7), source('email', 0, 0.3))).toBe('directFirst');
});

test('apart from direct visits, the source that begins most orders may end most, too', () => {
  expect(told(source('direct', 0.8, 0.8), source('email', 0.2, 0.2))).toBe('same');
  expect(told(source('email', 0.8, 0.2), source('social', 0.2, 0.8))).toBe('differ');
});
