import { useMemo, useState } from 'react';
import { compare, download, toCsv, type TableState } from './columns';
import type { DataTableProps } from './DataTable';

/** Sorting, filtering and paging of rows that are all in the page. */
export function useClientRows<Row>(props: DataTableProps<Row>) {
  const { columns, rows, allRows, firstSort, pageSize = 50, label } = props;
  const [text, setText] = useState('');
  const [state, setState] = useState<TableState>({
    offset: 0, limit: pageSize, sort: firstSort?.key ?? null, order: firstSort?.order ?? 'asc',
  });
  const isServer = props.server !== undefined;
  const wanted = props.filter ? '' : text.trim().toLowerCase();
  const kept = useMemo(() => {
    if (!rows || isServer) return rows;
    const matching = wanted
      ? rows.filter((row) => columns.some((column) => String(column.value?.(row) ?? '').toLowerCase().includes(wanted)))
      : rows;
    const by = columns.find((column) => column.key === state.sort)?.value;
    if (!by) return matching;
    const sign = state.order === 'asc' ? 1 : -1;
    return [...matching].sort((a, b) => sign * compare(by(a), by(b)));
  }, [rows, columns, wanted, state.sort, state.order, isServer]);
  return {
    rows: kept?.slice(state.offset, state.offset + state.limit),
    total: kept?.length ?? 0,
    state,
    onChange: setState,
    filter: { text, onChange: (next: string) => { setText(next); setState((before) => ({ ...before, offset: 0 })); } },
    exportCsv: async () => download(`${label}.csv`, toCsv(columns, allRows ? await allRows() : kept ?? [])),
  };
}
