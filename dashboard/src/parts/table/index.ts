export { download, toCsv, type Column, type TableState } from './columns';
export { DataTable, type DataTableProps } from './DataTable';
export { useTableAddress } from './useTableAddress';
