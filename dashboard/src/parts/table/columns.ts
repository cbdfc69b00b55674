import i18next from 'i18next';
import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<Row> {
  key: string;
  title: string;
  /** A column of buttons says what it is only to those who do not see it. */
  isTitleHidden?: boolean;
  /** What the cell shows. */
  cell: (row: Row) => ReactNode;
  /** Plain value for sorting in the page, filtering and export; no value: not exported. */
  value?: (row: Row) => string | number | null;
  /** The two ends of an interval that the cell writes as one; a file has them as two columns, told as those `of` what they bound. */
  ends?: { of: string; low: (row: Row) => number | null | undefined; high: (row: Row) => number | null | undefined };
  /** What the numbers mean: opened by a sign beside the title. */
  definition?: string;
  /** Numbers stand right, in tabular figures. */
  isNumber?: boolean;
  isSortable?: boolean;
  /** 0 to 1: a bar behind the number. */
  bar?: (row: Row) => number;
  /** Left out on a phone. */
  isMinor?: boolean;
  width?: number | string;
}

/** How the rows are cut and ordered; lives in the address on pages with server-side tables. */
export interface TableState {
  offset: number;
  limit: number;
  sort: string | null;
  order: 'asc' | 'desc';
}

export function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

/** Quotes what CSV needs quoted; a leading formula sign is defused, spreadsheets would run it. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Field<Row> = { title: string; value: (row: Row) => string | number | null };

/** What a column is in a file: itself, or both ends of its interval, each with a title of its own. */
function fieldsOf<Row>({ title, value, ends }: Column<Row>): Field<Row>[] {
  const own = value ? [{ title, value }] : [];
  if (!ends) return own;
  return [
    ...own,
    { title: i18next.t('frame:table.low', { of: ends.of }), value: (row) => ends.low(row) ?? null },
    { title: i18next.t('frame:table.high', { of: ends.of }), value: (row) => ends.high(row) ?? null },
  ];
}

export function toCsv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const kept = columns.flatMap((column) => fieldsOf(column));
  const lines = [kept.map((field) => csvField(field.title)).join(',')];
  for (const row of rows) lines.push(kept.map((field) => csvField(field.value(row))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

export function download(filename: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}
