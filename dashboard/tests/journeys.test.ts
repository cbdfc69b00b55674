import { expect, test } from 'vitest';
import { daysOf } from '../src/pages/journeys/backtest/days';
import { draftOf, plainOf, waysOf, type Draft } from '../src/pages/journeys/document';
import { addStep, changeKind, changeStep, connect, freeId, removeStep, tidy, move } from '../src/pages/journeys/edit';
import { changed } from '../src/pages/journeys/history';
import { edgesOf } from '../src/pages/journeys/canvas/nodes';
import { topView, viewWith } from '../src/pages/journeys/canvas/view';
import { ENTRY, endOf, laneOf, NODE_HEIGHT, NODE_WIDTH, placesOf } from '../src/pages/journeys/layout';
import { stepOptions, type Words } from '../src/pages/journeys/useWords';
import { goalRate, isBalanced, messagesOf } from '../src/pages/journeys/run/figures';
import { readLength, readSchedule, writeLength, writeSchedule } from '../src/parts/fields/lengths';
import { freeName, nameFrom } from '../src/parts/fields/names';

const PLAIN = {
  journey: 'cart', title: 'Cart', entry: { event: 'Checkout Started' },
  steps: [
    { id: 'patience', wait: '1 hour' },
    { id: 'bought', wait_for: { event: 'Order Completed', at_most: '2 days' }, then: 'end' },
    { id: 'test', split: { offer: '50 %', gift: '50 %' } },
    { id: 'offer', message: 'offer', next: 'end' },
    { id: 'worth', branch: [{ when: "stage = 'loyalty'", next: 'gift' }] },
    { id: 'gift', message: 'gift' },
  ],
};

const cart = (): Draft => draftOf(structuredClone(PLAIN));

test('a way that is left out leads to the step below, and is left out again', () => {
  const draft = cart();
  expect(draft.steps.map((step) => waysOf(step).map((way) => way.to))).toEqual([
    ['bought'], ['end', 'test'], ['offer', 'gift'], ['end'], ['gift', 'gift'], ['end'],
  ]);
  expect(plainOf(draft)).toEqual(PLAIN);
});

test('fields that say nothing are not saved', () => {
  const draft: Draft = { ...cart(), description: '', exit_on: [], entry: { event: 'A', where: '', local: undefined } };
  expect(plainOf(draft)).toEqual({ ...PLAIN, entry: { event: 'A' } });
});

test('a way is told by what it joins, and stops the keyboard only where something can be done with it', () => {
  const words = { label: () => undefined, name: (from: { id: string } | null, _label: string | undefined, to: { id: string } | null) => `${from?.id ?? 'start'} > ${to?.id ?? 'end'}` };
  const ways = edgesOf(cart(), placesOf(cart()), false, words);
  expect(ways.map((way) => [way.ariaLabel, way.focusable])).toEqual([
    ['start > patience', false], ['patience > bought', true], ['bought > end', false], ['bought > test', true], ['test > offer', true],
    ['test > gift', true], ['offer > end', false], ['worth > gift', true], ['worth > gift', true], ['gift > end', false],
  ]);
});

test('a step put on a way goes between, and taking it away joins the way again', () => {
  const { draft, id } = addStep(cart(), 'wait', { step: 'bought', way: 'on_timeout' });
  expect(id).toBe('wait');
  expect(waysOf(draft.steps[1]!)).toEqual([{ id: 'then', to: 'end' }, { id: 'on_timeout', to: 'wait' }]);
  expect(draft.steps[2]).toMatchObject({ id: 'wait', next: 'test' });
  expect(plainOf(removeStep(draft, 'wait'))).toEqual(PLAIN);
});

test('a step before the first becomes the first, and taking the first away begins with the next', () => {
  const { draft } = addStep(cart(), 'message', { step: null, way: 'next' });
  expect(draft.steps.map((step) => step.id)[0]).toBe('message');
  expect(waysOf(draft.steps[0]!)).toEqual([{ id: 'next', to: 'patience' }]);
  expect(removeStep(draft, 'message').steps[0]!.id).toBe('patience');
  expect(removeStep(cart(), 'patience').steps[0]!.id).toBe('bought');
});

test('a step taken away that leads back to itself ends the ways to it', () => {
  const draft = connect(cart(), { step: 'gift', way: 'next' }, 'gift');
  expect(waysOf(removeStep(draft, 'gift').steps.at(-1)!).map((way) => way.to)).toEqual(['end', 'end']);
});

test('from the entry another step is made the first', () => {
  expect(connect(cart(), { step: null, way: 'next' }, 'test').steps[0]!.id).toBe('test');
});

test('a renamed step is named so by all that lead to it, and keeps its place', () => {
  const moved = move(cart(), 'gift', 10.4, 20.6);
  const draft = changeStep(moved, 'gift', { ...moved.steps[5]!, id: 'present' });
  expect(draft.steps.flatMap(waysOf).filter((way) => way.to === 'gift')).toEqual([]);
  expect(draft.layout).toEqual({ present: [10, 21] });
  expect(tidy(draft).layout).toBeUndefined();
});

test('another kind of step goes on to where the one before went', () => {
  expect(waysOf(changeKind(cart().steps[3]!, 'branch')).at(-1)).toEqual({ id: 'else', to: 'end' });
  expect(changeKind(cart().steps[1]!, 'wait')).toMatchObject({ id: 'bought', next: 'test' });
});

test('two shares to one step are saved as one', () => {
  const draft = connect(cart(), { step: 'test', way: 'share:1' }, 'offer');
  expect((plainOf(draft).steps as { split?: unknown }[])[2]!.split).toEqual({ offer: '100 %' });
});

test('names are free ones', () => {
  expect(freeId(addStep(cart(), 'wait', { step: null, way: 'next' }).draft, 'wait')).toBe('wait-2');
  expect(nameFrom('Cart reminder, 2nd!')).toBe('cart-reminder-2nd');
  expect(nameFrom('カート')).toBe('');
  expect(freeName('cart', ['cart', 'cart-2'])).toBe('cart-3');
});

test('no two steps stand at one place, each row below the one before, also with a way back', () => {
  const draft = connect(cart(), { step: 'gift', way: 'next' }, 'patience');
  const places = placesOf(draft);
  const spots = [...places.values()].map(({ x, y }) => `${x}:${y}`);
  expect(new Set(spots).size).toBe(spots.length);
  expect(places.get(ENTRY)!.y).toBeLessThan(places.get('patience')!.y);
  expect(places.get('patience')!.y).toBeLessThan(places.get('bought')!.y);
});

test('a way that passes rows by has a column of its own', () => {
  const draft = draftOf({
    journey: 'j', title: 'J', entry: { event: 'Signed Up' },
    steps: [{ id: 'looked', branch: [{ when: "stage = 'reach'", next: 'settle' }], else: 'around' }, { id: 'around', message: 'a' }, { id: 'settle', wait: '1 day' }],
  });
  const places = placesOf(draft);
  const lane = places.get(laneOf('looked', waysOf(draft.steps[0]!).find((way) => way.to === 'settle')!.id))!;
  expect(lane.y).toBe(places.get('around')!.y);
  expect(Math.abs(lane.x - places.get('around')!.x)).toBeGreaterThan(220);
});

test('a moved step stays where it was put and takes the ends of its ways along', () => {
  const before = placesOf(cart());
  const places = placesOf(move(cart(), 'offer', 900, 700));
  const end = endOf('offer', 'next');
  expect(places.get('offer')).toEqual({ x: 900, y: 700 });
  expect(places.get(end)!.x - before.get(end)!.x).toBe(900 - before.get('offer')!.x);
});

test('what was undone can be done again, until something else is done', () => {
  let history = changed({ past: [], now: 1, future: [] } as { past: number[]; now: number; future: number[] }, { kind: 'set', to: 2 });
  history = changed(history, { kind: 'set', to: 3 });
  history = changed(history, { kind: 'undo' });
  expect([history.now, history.future]).toEqual([2, [3]]);
  expect(changed(history, { kind: 'redo' }).now).toBe(3);
  expect(changed(history, { kind: 'set', to: 4 }).future).toEqual([]);
});

test('letters typed into one field are undone as one', () => {
  const empty = { past: [] as string[], now: '', future: [] as string[] };
  const typed = ['a', 'ab', 'abc'].reduce((history, to) => changed(history, { kind: 'set', to, into: 'form:a' }), empty);
  expect(changed(typed, { kind: 'undo' }).now).toBe('');
});

test('lengths and schedules are read as documents write them', () => {
  expect(readLength('2 days')).toEqual({ amount: 2, unit: 'day' });
  expect(readLength('1 hour and 30 minutes')).toBeNull();
  expect(writeLength({ amount: 1, unit: 'week' })).toBe('1 week');
  for (const text of ['every day at 09:00', 'every monday at 08:30', 'every month on 15 at 10:00']) expect(writeSchedule(readSchedule(text))).toBe(text);
});

test('the counts of all steps add up', () => {
  const step = (messages: object | null) => ({ step: 'a', entered: 3, left: 3, here: 0, ended: {}, messages });
  const counts = { entries: 10, inside: 0, goals: 4, ended: {}, steps: [
    step({ entries: 5, sent: 2, suppressed: { no_consent: 1 }, waiting: 1, failed: { refused: 1 } }), step(null),
    step({ entries: 3, sent: 1, suppressed: { no_consent: 2 }, waiting: 0, failed: {} }),
  ] } as Parameters<typeof messagesOf>[0];
  expect(messagesOf(counts)).toEqual({ entries: 8, sent: 3, suppressed: { no_consent: 3 }, waiting: 1, failed: { refused: 1 } });
  expect(isBalanced(messagesOf(counts))).toBe(true);
  expect(isBalanced({ ...messagesOf(counts), sent: 4 })).toBe(false);
  expect([goalRate(counts), goalRate({ entries: 0, goals: 0 })]).toEqual([0.4, null]);
});

test('messages by day become bars, of whole weeks where there are many days', () => {
  const short = daysOf({ start: '2026-01-01T00:00:00Z', end: '2026-01-08T00:00:00Z', by_day: [{ day: '2026-01-02', channel: 'email', sent: 3 }, { day: '2026-01-02', channel: 'sms', sent: 2 }] });
  expect([short.starts.length, short.perBin, short.most, short.busiest]).toEqual([7, 1, 3, { start: '2026-01-02', sent: 5 }]);
  const long = daysOf({ start: '2025-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z', by_day: [{ day: '2025-12-31', channel: 'email', sent: 1 }] });
  expect(long.perBin).toBe(7);
  expect(long.channels[0]!.bins.reduce((sum, each) => sum + each, 0)).toBe(1);
});

test('a step outside the canvas is brought into view by the shortest way, and one inside moves nothing', () => {
  const size = { width: 800, height: 500 };
  const view = { x: 0, y: 0, zoom: 1 };
  expect(viewWith({ x: 100, y: 100 }, view, size)).toBeNull();
  const moved = viewWith({ x: 900, y: 700 }, view, size)!;
  expect(900 + moved.x + NODE_WIDTH).toBeLessThanOrEqual(size.width);
  expect(700 + moved.y + NODE_HEIGHT).toBeLessThanOrEqual(size.height);
  expect(viewWith({ x: -300, y: 10 }, view, size)!.x).toBeGreaterThan(300);
});

test('a long journey begins at its top, and on a phone with all of its ways', () => {
  const bounds = { x: 0, y: 0, width: 740, height: 3000 };
  const phone = topView(bounds, { x: 260, y: 0 }, { width: 360, height: 520 });
  expect(phone.x).toBeGreaterThanOrEqual(0);
  expect(phone.x + bounds.width * phone.zoom).toBeLessThanOrEqual(360);
  expect(topView(bounds, { x: 260, y: 0 }, { width: 1000, height: 520 }).zoom).toBe(0.8);
  const four = topView({ ...bounds, width: 1000 }, { x: 390, y: 0 }, { width: 360, height: 520 });
  expect(four.x).toBeGreaterThanOrEqual(0);
  expect(four.x + 1000 * four.zoom).toBeLessThanOrEqual(360);
  const near = viewWith({ x: 780, y: 300 }, four, { width: 360, height: 520 })!;
  expect(near.zoom).toBe(0.8);
  expect(near.x + (780 + NODE_WIDTH / 2) * near.zoom).toBeCloseTo(180);
  const wide = topView({ ...bounds, width: 3000 }, { x: 1390, y: 0 }, { width: 360, height: 520 });
  expect(wide.x + (1390 + NODE_WIDTH / 2) * wide.zoom).toBeCloseTo(180);
});

test('a step is called by what it does, and by its id only where another does the same', () => {
  const words = { kind: () => 'Message', summary: (step: { message?: string }) => step.message ?? 'x' } as unknown as Words;
  const steps = [{ id: 'a', message: 'Hello' }, { id: 'b', message: 'Hello' }, { id: 'c', message: 'Bye' }];
  expect(stepOptions({ ...cart(), steps }, words, 'End', 'a').map((each) => each.label)).toEqual(['Message: Hello · b', 'Message: Bye', 'End']);
});
