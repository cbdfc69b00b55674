import i18next from 'i18next';
import { expect, test } from 'vitest';
import { compare, toCsv, type Column } from '../src/parts/table/columns';

interface Row { name: string; orders: number | null }
const columns: Column<Row>[] = [
  { key: 'name', title: 'Name', cell: (row) => row.name, value: (row) => row.name },
  { key: 'orders', title: 'Orders', cell: (row) => row.orders, value: (row) => row.orders },
  { key: 'picture', title: 'Picture', cell: () => null },
];

test('what CSV needs quoted is quoted, and what has no value stays out', () => {
  expect(toCsv(columns, [{ name: 'Silva, "Ana"', orders: 3 }])).toBe('Name,Orders\r\n"Silva, ""Ana""",3\r\n');
});

test('both ends of an interval are numbers of their own, told as those of what they bound', async () => {
  await i18next.init({ lng: 'en', resources: { en: { frame: { table: { low: '{{of}}, lower bound', high: '{{of}}, upper bound' } } } } });
  const interval: Column<Row> = { key: 'interval', title: '95% interval', cell: () => '2 to 4', ends: { of: 'Orders', low: () => 2, high: () => null } };
  expect(toCsv([columns[0]!, interval], [{ name: 'Ana', orders: 3 }])).toBe('Name,"Orders, lower bound","Orders, upper bound"\r\nAna,2,\r\n');
});

test('a name cannot become a formula of a spreadsheet', () => {
  expect(toCsv(columns, [{ name: '=1+1', orders: null }])).toContain("'=1+1,");
});

test('missing values sort last', () => {
  expect([null, 2, 10].sort(compare)).toEqual([2, 10, null]);
});
