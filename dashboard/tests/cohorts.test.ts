import { expect, test } from 'vitest';
import { averageAt, cohortsCsv, isOpen, shareAt, widthOf } from '../src/pages/retention/cohorts';

const rows = [
  { start: '2011-01-01T00:00:00Z', customers: 100, returned: [100, 30, 10], open_from: 2 },
  { start: '2011-02-01T00:00:00Z', customers: 300, returned: [300, 30, null], open_from: 1 },
  { start: '2011-03-01T00:00:00Z', customers: 0, returned: [0, null, null], open_from: 0 },
];

test('the average leaves out slices that are not over', () => {
  expect(averageAt(rows, 1)).toBe(0.3);
  expect(averageAt(rows, 2)).toBeNull();
});

test('a cohort of nobody has no share', () => {
  expect(shareAt(rows[2]!, 0)).toBeNull();
});

test('a slice that has not begun is no zero', () => {
  expect(shareAt(rows[1]!, 2)).toBeNull();
  expect(isOpen(rows[1]!, 1)).toBe(true);
  expect(widthOf(rows)).toBe(3);
});

test('the export holds customers, not shares', () => {
  expect(cohortsCsv(rows, 3, { cohort: 'Cohort', customers: 'Customers' }).split('\r\n')[1]).toBe('2011-01-01,100,30,10');
});
