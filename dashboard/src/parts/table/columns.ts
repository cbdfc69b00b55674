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

export function toCsv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const kept = columns.filter((column) => column.value);
  const lines = [kept.map((column) => csvField(column.title)).join(',')];
  for (const row of rows) lines.push(kept.map((column) => csvField(column.value!(row))).join(','));
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
