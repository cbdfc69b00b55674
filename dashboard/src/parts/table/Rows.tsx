import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { DefineSign } from '../DefineSign';
import type { Column, TableState } from './columns';
import classes from './DataTable.module.css';

interface HeadProps<Row> {
  columns: Column<Row>[];
  state: TableState;
  onChange: (state: TableState) => void;
}

export function TableHead<Row>({ columns, state, onChange }: HeadProps<Row>) {
  const sortBy = (column: Column<Row>) => {
    const first = column.isNumber ? 'desc' : 'asc';
    const order = state.sort === column.key ? (state.order === 'asc' ? 'desc' : 'asc') : first;
    onChange({ ...state, sort: column.key, order, offset: 0 });
  };
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const isSorted = state.sort === column.key;
          const Arrow = state.order === 'asc' ? IconArrowUp : IconArrowDown;
          return (
            <th
              key={column.key}
              scope="col"
              className={classesOf(column)}
              style={{ width: column.width }}
              aria-sort={isSorted ? (state.order === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              {column.isSortable ? (
                <button type="button" className={classes.sort} onClick={() => sortBy(column)}>
                  {column.title}
                  {isSorted && <Arrow size={12} aria-hidden />}
                </button>
              ) : column.isTitleHidden ? <span className={classes.hidden}>{column.title}</span> : column.title}
              {column.definition && <DefineSign title={column.title} definition={column.definition} />}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface BodyProps<Row> {
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  onRow?: (row: Row) => void;
}

export function TableBody<Row>({ columns, rows, rowKey, onRow }: BodyProps<Row>) {
  const openBy = (row: Row) => (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) onRow?.(row);
  };
  return (
    <tbody>
      {rows.map((row) => (
        <tr
          key={rowKey(row)}
          className={onRow ? classes.clickable : undefined}
          onClick={onRow ? () => onRow(row) : undefined}
          onKeyDown={onRow ? openBy(row) : undefined}
          tabIndex={onRow ? 0 : undefined}
        >
          {columns.map((column) => (
            <td key={column.key} className={classesOf(column)}>
              {column.bar && <span className={classes.bar} style={{ width: `calc(${Math.min(1, Math.max(0, column.bar(row)))} * (100% - 120px))` }} aria-hidden />}
              <span className={classes.content}>{column.cell(row)}</span>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function classesOf<Row>(column: Column<Row>): string {
  return [column.isNumber ? classes.number : '', column.isMinor ? classes.minor : '', column.bar ? classes.withBar : ''].join(' ');
}
