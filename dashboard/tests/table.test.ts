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

test('a name cannot become a formula of a spreadsheet', () => {
  expect(toCsv(columns, [{ name: '=1+1', orders: null }])).toContain("'=1+1,");
});

test('missing values sort last', () => {
  expect([null, 2, 10].sort(compare)).toEqual([2, 10, null]);
});
