import { expect, test } from 'vitest';
import { askedOf, type Tile } from '../src/api/saved';
import { figureAt, figuresOf, listOf, rowsOf } from '../src/pages/mine/figures';
import { answerFor, questionBefore, questionOf } from '../src/pages/mine/sources';
import { placesOf } from '../src/pages/mine/useItemName';
import { moved, resized } from '../src/pages/mine/useBoard';
import { freeName } from '../src/parts/saved/useSaveReport';

const figure = (value: number | null, definition = 'x') => ({ definition, unit: 'share', value, unavailable: null, previous: null, low: null, high: null, is_small_sample: false });
const tiles = ['a', 'b', 'c'].map((report) => ({ report, show: 'figure', of: '', title: '', width: 1 }) as Tile);
const names = (of: Tile[]) => of.map((tile) => tile.report).join('');

test('a tile moves to a place and no further than the ends, and is one to four wide', () => {
  expect([names(moved(tiles, 0, 1)), names(moved(tiles, 2, -5)), names(moved(tiles, 0, 9))]).toEqual(['bac', 'cab', 'bca']);
  expect(moved(tiles, 1, 1)).toBe(tiles);
  expect([resized(tiles, 0, 1)[0]!.width, resized(tiles, 0, -1)[0]!.width, resized(tiles, 0, 9)[0]!.width]).toEqual([2, 1, 4]);
});

test('figures of an answer are found, those of its lists by what they are of', () => {
  const found = figuresOf({ start: 'x', rate: figure(null), orders: figure(3), stages: [{ id: 'loyal', title: 'Loyal', customers: figure(7), note: 'y' }, { id: 'new', customers: figure(2) }] });
  expect(found.map((each) => each.key)).toEqual(['rate', 'orders', 'stages/Loyal/customers', 'stages/new/customers']);
  expect(figureAt(found, '')?.key).toBe('orders');
  expect(figureAt(found, 'gone')).toBeUndefined();
  expect(rowsOf(found, 'stages').rows.map((row) => [row.name, row.cells.customers?.value])).toEqual([['Loyal', 7], ['new', 2]]);
});

test('a table shows the list asked for, or the first where the report has no figures of its own', () => {
  const listed = figuresOf({ segments: [{ id: 'champions', customers: figure(7) }] });
  const both = figuresOf({ orders: figure(3), segments: [{ id: 'champions', customers: figure(7) }] });
  expect([listOf(listed, ''), listOf(both, ''), listOf(both, 'segments'), listOf([], '')]).toEqual(['segments', '', 'segments', '']);
});

test('a saved report holds what the page asks, not what is open on it, under a name of its own', () => {
  expect(askedOf('sources', { period: '90d', by: 'campaign', open: 'x', saved: 'y', segment: undefined })).toEqual({ period: '90d', by: 'campaign' });
  expect(askedOf('predictions', { period: '90d', segment: 'stage:loyalty', model: 'churn', least: '0.6' })).toEqual({ model: 'churn', least: '0.6' });
  expect([freeName('Best sources', []), freeName('Best sources', ['best-sources', 'best-sources-2']), freeName('売上', [])]).toEqual(['best-sources', 'best-sources-3', 'report']);
});

test('a tile asks what its page would ask, and as long before for its trend', () => {
  expect(questionOf('funnels', {}, '2026-11-22').params.period).toBeUndefined();
  expect(questionOf('sources', { period: '2026-10-01..2026-11-01', by: 'campaign' }, '2026-11-22').params).toMatchObject({ period: '2026-10-01..2026-11-01', by: 'campaign' });
  expect(questionOf('retention', { view: 'lasting', period: '2026-10-01..2026-11-01' }, '2026-11-22')).toMatchObject({ path: '/api/retention/survival', params: { as_of: '2026-11-01' } });
  expect(questionBefore('value', { period: '7d' }, '2026-11-22', 2).params.period).toBe('2026-11-02..2026-11-09');
});

test('a tile of the map check asks whose walks and how long is too long; its deviations are told by where they are', () => {
  expect(questionOf('map-check', { who: 'began', limit: '30 days' }, '2026-11-22')).toMatchObject({ path: '/api/conformance', params: { who: 'began', limit: '30 days' } });
  const found = figuresOf({ deviations: [{ id: 'left:loyalty>lapsed', kind: 'left', source: 'loyalty', target: 'lapsed', customers: figure(3) }, { id: 'back:loyalty>lapsed', kind: 'back', source: 'loyalty', target: 'lapsed', customers: figure(2) }] });
  expect(found.map((each) => each.item)).toEqual(['left:loyalty>lapsed', 'back:loyalty>lapsed']);
  expect([placesOf('left:loyalty>lapsed'), placesOf('skipped:reach'), placesOf('stuck:reach')]).toEqual([
    { kind: 'left', source: 'loyalty', target: 'lapsed' }, { kind: 'skipped', source: null, target: 'reach' }, { kind: 'stuck', source: 'reach', target: null },
  ]);
});

test('a tile of the predictions is about the model that was saved, else the first that foretells', () => {
  const models = [{ model: 'churn', unavailable: 'why', expected: figure(null) }, { model: 'tier', unavailable: null, expected: figure(8) }];
  const of = (model?: string) => figuresOf(answerFor('predictions', { model }, { as_of: 'x', models }));
  expect([of('churn')[0]!.figure.value, of()[0]!.figure.value]).toEqual([null, 8]);
  expect(of().map((each) => each.key)).toEqual(['expected', 'models/churn/expected', 'models/tier/expected']);
});
