import { Export } from './DataTable';
import { download, toCsv, type Column } from './columns';

interface ExportRowsProps<Row> {
  /** Names the file. */
  label: string;
  columns: Pick<Column<Row>, 'key' | 'title' | 'value'>[];
  rows: Row[];
}

/** The export of a chart, or of a table that is no DataTable. */
export function ExportRows<Row>({ label, columns, rows }: ExportRowsProps<Row>) {
  return <Export label={label} isDisabled={rows.length === 0} onExport={() => download(`${label}.csv`, toCsv(columns.map((column) => ({ ...column, cell: () => null })), rows))} />;
}
