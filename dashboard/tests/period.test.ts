import { expect, test } from 'vitest';
import { parseAddress, writeAddress } from '../src/address';
import { datesOf, paramsOf, spanOf, type Scope } from '../src/address/period';

const TODAY = '2011-03-15';
const scope = (changes: Partial<Scope> = {}): Scope => ({ period: '28d', versus: 'previous', segment: 'all', ...changes });

test('the defaults ask the server for nothing', () => {
  expect(paramsOf(scope(), TODAY)).toEqual({ period: undefined, versus: undefined, segment: undefined });
});

test('the last 7 days end with today', () => {
  expect(datesOf('7d', TODAY)).toEqual({ start: '2011-03-09', end: '2011-03-16' });
});

test('last month ends where this month begins, also in January', () => {
  expect(datesOf('last_month', TODAY)).toEqual({ start: '2011-02-01', end: '2011-03-01' });
  expect(datesOf('last_month', '2011-01-31')).toEqual({ start: '2010-12-01', end: '2011-01-01' });
});

test('fixed dates, another comparison and a segment are asked for as they stand', () => {
  expect(paramsOf(scope({ period: '2011-01-01..2011-02-01', versus: 'year', segment: 'stage:loyalty' }), TODAY))
    .toEqual({ period: '2011-01-01..2011-02-01', versus: 'year', segment: 'stage:loyalty' });
});

test.each(['2011-02-01..2011-01-01', '2011-13-01..2011-14-01', 'yesterday', '2011-01-01..2011-01-01'])('%s is no period', (text) => {
  expect(spanOf(text)).toBeNull();
});

test('an address reads back as it was written, colons and dots in clear', () => {
  const address = { period: '2011-01-01..2011-02-01', segment: 'stage:loyalty', q: 'ana & bo', open: undefined };
  expect(writeAddress(address)).toContain('segment=stage:loyalty');
  expect(parseAddress(writeAddress(address))).toEqual({ period: address.period, segment: address.segment, q: address.q });
});
