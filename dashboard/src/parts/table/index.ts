export { download, toCsv, type Column, type TableState } from './columns';
export { DataTable, type DataTableProps } from './DataTable';
export { ExportRows } from './ExportRows';
export { useTableAddress } from './useTableAddress';
