import { expect, test } from 'vitest';
import { cut } from '../src/charts/cut';
import { bandPath, linePath, niceTicks, ticksBetween } from '../src/charts/scale';

test.each([[0.41, 0.6], [7.2, 8], [100, 100], [0.0031, 0.004]])('an axis up to %d ends at %d', (value, end) => {
  const ticks = niceTicks(value);
  expect(ticks[0]).toBe(0);
  expect(ticks.at(-1)).toBeCloseTo(end, 10);
});

test('an axis of nothing still has an end above its start', () => {
  expect(niceTicks(0)).toEqual([0, 1]);
  expect(niceTicks(Number.NaN)).toEqual([0, 1]);
});

test('an axis between bounds covers both', () => {
  const ticks = ticksBetween(0.912, 0.957);
  expect(ticks[0]).toBeLessThanOrEqual(0.912);
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(0.957);
});

test('a line breaks where a value is missing', () => {
  expect(linePath([{ x: 0, y: 1 }, null, { x: 2, y: 3 }, { x: 3, y: 4 }])).toBe('M0.0,1.0M2.0,3.0L3.0,4.0');
});

test('a band of a single point is no band', () => {
  expect(bandPath([{ x: 0, low: 2, high: 1 }, null])).toBe('');
});

test.each([
  ['Order Completed', 18, 'Order Completed'],
  ['Event 17 of a very long name', 12, 'Event 17 of…'],
  ['商品を見た', 10, '商品を見た'],
  ['商品をカートに入れた', 10, '商品をカ…'],
])('%s in %d letters is %s', (name, letters, shown) => expect(cut(name, letters)).toBe(shown));
