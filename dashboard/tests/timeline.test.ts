import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '../src/pages/customers/shapes';
import { byDay, detailOf, hasGap, joined } from '../src/pages/customers/timelineItems';

const item = (hour: number, name = 'Page Viewed'): TimelineItem => ({
  at: `2026-06-01T${String(hour).padStart(2, '0')}:00:00Z`, kind: 'event', name, detail: null,
  properties: {}, identity: null, message_id: `m${hour}`, revenue_micros: null,
});

describe('the timeline', () => {
  it('shows an entry once that the live list and a page both hold', () => {
    expect(joined([item(9), item(8)], [item(8), item(7)]).map((each) => each.message_id)).toEqual(['m9', 'm8', 'm7']);
  });

  it('keeps two entries of one instant apart by name', () => {
    expect(joined([item(8, 'conversion')], [item(8, 'retention')])).toHaveLength(2);
  });

  it('puts a stage above the event of the same instant that led to it', () => {
    const entered = { ...item(8, 'retention'), kind: 'stage_entered' as const };

    expect(joined([item(8, 'Order Completed'), entered], []).map((each) => each.name)).toEqual(['retention', 'Order Completed']);
  });

  it('notices when more happened than the live list holds', () => {
    expect(hasGap([item(12), item(11)], [item(8), item(7)])).toBe(true);
    expect(hasGap([item(12), item(8)], [item(8), item(7)])).toBe(false);
    expect(hasGap([], [item(8)])).toBe(false);
    expect(hasGap([item(8)], [])).toBe(false);
  });

  it('is cut into the days of the account', () => {
    const days = byDay([item(9), item(8), { ...item(7), at: '2026-05-31T07:00:00Z' }], (at) => at.slice(0, 10));

    expect(days.map((each) => [each.day, each.items.length])).toEqual([['2026-06-01', 2], ['2026-05-31', 1]]);
  });

  it('tells what an event was about by its most telling property', () => {
    expect(detailOf({ ...item(8), properties: { path: '/tea', name: 'Yunomi cup' } })).toBe('Yunomi cup');
    expect(detailOf({ ...item(8), detail: 'Order 1001', properties: { name: 'x' } })).toBe('Order 1001');
    expect(detailOf({ ...item(8), properties: { name: 7 } })).toBeNull();
  });
});
