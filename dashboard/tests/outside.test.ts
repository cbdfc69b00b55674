import { expect, test } from 'vitest';
import { outsideOf } from '../src/address/outside';

const OLD = { events_from: '2016-09-05T00:15:34Z', events_until: '2018-10-17T20:30:18Z' };
const NOW = new Date('2026-11-22T12:00:00Z');
const outside = (period: string, events: Parameters<typeof outsideOf>[1] = OLD, zone = 'UTC', now = NOW) => outsideOf(period, events, zone, now);

test('a period after the last event leads to one of its length that ends with that day', () => {
  expect(outside('28d')).toEqual({ side: 'after', nearest: OLD.events_until, period: '2018-09-20..2018-10-18', days: 28 });
  expect(outside('7d')?.period).toBe('2018-10-11..2018-10-18');
  expect(outside('2019-01-01..2019-02-01')).toMatchObject({ period: '2018-09-17..2018-10-18', days: 31 });
});

test('a period before the first event leads to one of its length that begins with that day', () => {
  expect(outside('2016-01-01..2016-02-01')).toEqual({ side: 'before', nearest: OLD.events_from, period: '2016-09-05..2016-10-06', days: 31 });
});

test.each(['2018-10-17..2018-10-18', '2016-09-05..2016-09-06', '2010-01-01..2030-01-01', '2017-01-01..2017-01-02'])('%s touches what happened', (period) => {
  expect(outside(period)).toBeNull();
});

test('where it leads to is not outside itself', () => {
  for (const period of ['28d', '365d', '2018-10-18..2018-10-19', '2016-09-04..2016-09-05']) expect(outside(outside(period)!.period)).toBeNull();
});

test('days are those of the account: an evening in UTC is the next morning in Tokyo', () => {
  expect(outside('2018-10-18..2018-10-19', OLD, 'UTC')?.side).toBe('after');
  expect(outside('2018-10-18..2018-10-19', OLD, 'Asia/Tokyo')).toBeNull();
});

test('an event in the first hours that the server counts as the last 28 days is not outside', () => {
  const late = { events_from: OLD.events_from, events_until: '2026-10-25T18:00:00Z' };
  expect(outside('28d', late)).toBeNull();
  expect(outside('28d', { ...late, events_until: '2026-10-24T18:00:00Z' })?.period).toBe('2026-09-27..2026-10-25');
});

test('without events there is nothing to lead to', () => {
  expect(outside('28d', { events_from: null, events_until: null })).toBeNull();
});
