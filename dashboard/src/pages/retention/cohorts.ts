import type { CohortRow } from '../../api/retention';
import { toCsv, type Column } from '../../parts/table';

/** The share of a cohort that bought in slice `index` after its first order; null before the slice begins. */
export function shareAt(row: CohortRow, index: number): number | null {
  const returned = row.returned[index];
  return returned === null || returned === undefined || row.customers === 0 ? null : returned / row.customers;
}

/** Whether the slice still runs. */
export function isOpen(row: CohortRow, index: number): boolean {
  return row.open_from !== null && index >= row.open_from;
}

/** How many slices the widest cohort has, the first order's own included. */
export function widthOf(rows: CohortRow[]): number {
  return Math.max(1, ...rows.map((row) => row.returned.filter((returned) => returned !== null).length));
}

/** All cohorts that have finished the slice together, each customer counting once. */
export function averageAt(rows: CohortRow[], index: number): number | null {
  const over = rows.filter((row) => shareAt(row, index) !== null && !isOpen(row, index));
  const customers = over.reduce((sum, row) => sum + row.customers, 0);
  return customers === 0 ? null : over.reduce((sum, row) => sum + (row.returned[index] ?? 0), 0) / customers;
}

export function cohortsCsv(rows: CohortRow[], width: number, titles: { cohort: string; customers: string }): string {
  const columns: Column<CohortRow>[] = [
    { key: 'start', title: titles.cohort, cell: (row) => row.start, value: (row) => row.start.slice(0, 10) },
    { key: 'customers', title: titles.customers, cell: (row) => row.customers, value: (row) => row.customers },
    ...Array.from({ length: width - 1 }, (_, index): Column<CohortRow> => ({
      key: String(index + 1), title: String(index + 1), cell: () => null, value: (row) => row.returned[index + 1] ?? null,
    })),
  ];
  return toCsv(columns, rows);
}
