import { expect, test } from 'vitest';
import type { Characteristic, CharacteristicGroup } from '../src/api/personas';
import { tellingOf } from '../src/pages/personas/names';

const row = (value: string, low: number, isTelling = true) => ({ value, difference_low: low, is_telling: isTelling }) as Characteristic;
const group = (kind: CharacteristicGroup['kind'], rows: Characteristic[]): CharacteristicGroup => ({ kind, name: kind, rows });

test('what tells a persona apart comes the clearest first, without what was done last', () => {
  const groups = [
    group('category', [row('Tea', 0.04), row('Desk', -0.1, false)]),
    group('channel', [row('email', 0.2)]),
    group('last_step', [row('Order Completed', 0.6)]),
  ];
  expect(tellingOf(groups).map(({ row: { value } }) => value)).toEqual(['email', 'Tea']);
});
