import { describe, expect, it } from 'vitest';
import { claimKind, CLAIMS, fullField, newClaim, operatorsFor, readingOf, shortField, typed, withOperator, withReading } from '../src/parts/conditions/claims';
import { draftOf, sentOf } from '../src/parts/conditions/draft';
import { receivedOf, withReceived } from '../src/parts/conditions/received';
import { claimOf, denied, groupOf, isComplete, makeGroup, moved, pruned, rooted, type Compare, type Tree } from '../src/parts/conditions/tree';

const bought: Compare = {
  kind: 'compare', operator: '>=', value: 1,
  operand: { kind: 'events', reading: 'count', event: 'Order Completed', of: null, where: null, within: { amount: 30, unit: 'days' } },
};
const loyal: Compare = { kind: 'compare', operand: { kind: 'field', name: 'stage', within: null }, operator: '=', value: 'loyalty' };

describe('a group', () => {
  it('reads not any as none, and is written so again', () => {
    const none: Tree = { kind: 'not', part: { kind: 'any', parts: [bought, loyal] } };

    expect(groupOf(none)).toEqual({ mode: 'none', parts: [bought, loyal] });
    expect(makeGroup('none', [bought, loyal])).toEqual(none);
  });

  it('is put around a single row, so that there is a place for the next', () => {
    expect(rooted(bought)).toEqual({ kind: 'all', parts: [bought] });
    expect(rooted(null)).toEqual({ kind: 'all', parts: [] });
  });

  it('is left out where nothing is in it', () => {
    expect(pruned({ kind: 'all', parts: [bought, { kind: 'any', parts: [] }] })).toEqual({ kind: 'all', parts: [bought] });
    expect(pruned(rooted(null))).toBeNull();
  });

  it('moves a row up, but not over the edge', () => {
    expect(moved([bought, loyal], 1, -1)).toEqual([loyal, bought]);
    expect(moved([bought, loyal], 0, -1)).toEqual([bought, loyal]);
  });
});

describe('a row', () => {
  it('can be denied and affirmed again', () => {
    expect(claimOf(denied(loyal))).toEqual({ claim: loyal, isNot: true });
    expect(denied(denied(loyal))).toEqual(loyal);
  });

  it.each(CLAIMS)('of a new %s is known by its kind and asks to be filled in', (kind) => {
    const tree = newClaim(kind);

    expect(claimKind(tree as Compare)).toBe(kind);
    expect(isComplete(tree)).toBe(kind === 'time_in_stage' || kind === 'foretold' || kind === 'received');
  });

  it('about messages received is one about the events that tell of them, and reads back', () => {
    const opened = newClaim('received') as Compare;
    const clicked = withReceived(opened, { channel: 'sms', became: 'clicked', of: { origin: 'journey', name: 'welcome' } });

    expect(clicked.operand).toMatchObject({ event: 'SMS Link Clicked', where: { kind: 'all', parts: [{ operand: { name: 'properties.journey' }, operator: '=', value: 'welcome' }] } });
    expect(receivedOf(clicked)).toEqual({ channel: 'sms', became: 'clicked', of: { origin: 'journey', name: 'welcome' } });
    expect(withReceived(clicked, receivedOf(opened)!)).toEqual(opened);
    expect(receivedOf(bought)).toBeNull();
    const narrower = { ...clicked, operand: { ...clicked.operand, where: loyal } } as Compare;
    expect(claimKind(narrower)).toBe('behaviour');
  });

  it('is a count in three ways: did, did not, how often', () => {
    expect(readingOf(bought)).toBe('did');
    expect(readingOf(withReading(bought, 'did_not'))).toBe('did_not');
    expect(withReading(bought, 'count')).toMatchObject({ operator: '>=', value: 2, operand: { reading: 'count', event: 'Order Completed' } });
  });

  it('compares how long ago something was with a length', () => {
    const ago = withReading(bought, 'time since last');

    expect(ago.value).toEqual({ amount: 30, unit: 'days' });
    expect(operatorsFor(ago)).not.toContain('=');
  });

  it('keeps its value as the first of several', () => {
    const several = withOperator(loyal, 'in');

    expect(several.value).toEqual(['loyalty']);
    expect(withOperator(several, '!=').value).toBe('loyalty');
  });

  it('takes a number where numbers were seen or an order is asked, else the text', () => {
    expect(typed('5', [1, 2], '=')).toBe(5);
    expect(typed('5', [], '>=')).toBe(5);
    expect(typed('0815', ['0711'], '=')).toBe('0815');
    expect(typed('true', [true, false], '=')).toBe(true);
  });
});

describe('a field of an event', () => {
  it('is a property unless every event has it', () => {
    expect(fullField('category')).toBe('properties.category');
    expect(fullField('revenue')).toBe('revenue');
    expect(shortField('properties.category')).toBe('category');
    expect(shortField('properties.revenue')).toBe('properties.revenue');
  });
});

describe('a draft', () => {
  it('is not sent while a row is unfinished', () => {
    expect(sentOf(draftOf({ kind: 'all', parts: [newClaim('trait')] }, ''))).toBeNull();
    expect(sentOf(draftOf(bought, ''))).toEqual({ tree: { kind: 'all', parts: [bought] } });
    expect(sentOf({ ...draftOf(bought, 'orders >= 1'), mode: 'text' })).toEqual({ text: 'orders >= 1' });
  });
});
