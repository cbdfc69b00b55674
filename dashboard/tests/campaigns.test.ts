import { expect, test } from 'vitest';
import { changeKind, inSegment, kindOf, plainOf, scheduleOf, segmentOf, whenOf } from '../src/pages/campaigns/document';

test('an audience that is a saved segment is told from a condition', () => {
  expect(segmentOf(inSegment('vip-customers'))).toBe('vip-customers');
  expect(segmentOf("in segment 'a' and orders > 2")).toBeNull();
  expect(segmentOf('')).toBeNull();
});

test('when a campaign goes out is read and written as the document has it', () => {
  expect(kindOf({ now: true })).toBe('now');
  expect(kindOf({ at: '2026-12-01 09:00' })).toBe('at');
  expect(whenOf(scheduleOf({ every: 'month', on: 15, time: '10:00' }), true)).toEqual({ every: 'month', on: 15, time: '10:00', local: true });
  expect(whenOf(scheduleOf({ every: 'day', time: '08:00' }), undefined)).toEqual({ every: 'day', time: '08:00' });
});

test('another way to say when keeps whose time it is', () => {
  expect(changeKind({ every: 'week', on: 'monday', time: '09:00', local: true }, 'at', '2026-12-02')).toEqual({ at: '2026-12-02 09:00', local: true });
  expect(changeKind({ at: '2026-12-01 09:00', local: true }, 'now', '2026-12-02')).toEqual({ now: true });
});

test('an audience that says nothing is left out', () => {
  expect(plainOf({ campaign: 'a', title: 'A', message: 'm', audience: ' ', when: { now: true } })).not.toHaveProperty('audience');
});
