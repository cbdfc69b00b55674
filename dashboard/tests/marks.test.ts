import { expect, it } from 'vitest';
import { marksOf, placeOf } from '../src/charts/TrendMarks';

const WEEKS = ['2026-11-02T00:00:00Z', '2026-11-09T00:00:00Z', '2026-11-16T00:00:00Z'];

it('stands within its slice, which reaches half a step to both sides of its point', () => {
  expect(placeOf('2026-11-09T00:00:00Z', WEEKS)).toBe(0.5);
  expect(placeOf('2026-11-12T12:00:00Z', WEEKS)).toBe(1);
});

it('takes the last slice to be as long as the one before', () => {
  expect(placeOf('2026-11-19T12:00:00Z', WEEKS)).toBe(2);
  expect(placeOf('2026-11-24T00:00:00Z', WEEKS)).toBeNull();
});

it('is not drawn before the trend begins', () => {
  expect(placeOf('2026-11-01T00:00:00Z', WEEKS)).toBeNull();
});

it('is read with the slice it falls into', () => {
  const marks = [{ at: '2026-11-10T00:00:00Z', text: 'changed' }];

  expect([0, 1, 2].map((index) => marksOf(index, WEEKS, marks).length)).toEqual([0, 1, 0]);
});
