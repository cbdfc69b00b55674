import { expect, test } from 'vitest';
import { dated } from '../src/api/dated';

const written = (instant: string) => new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'America/Los_Angeles' }).format(new Date(instant));

test('a sentence has its dates as the operator reads them, on the day they are', () => {
  expect(dated('Of 4 customers asked about on 2026-02-25, 0 did it by 2026-05-26.', written)).toBe('Of 4 customers asked about on Feb 25, 2026, 0 did it by May 26, 2026.');
});

test('what only looks like a date is left as it is', () => {
  expect(dated('The order X-2026-02-25 came in 2026-99-99.', written)).toBe('The order X-2026-02-25 came in 2026-99-99.');
});
