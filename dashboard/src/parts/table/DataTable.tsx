import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { IconDownload, IconSearch, IconX } from '@tabler/icons-react';
import { use, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { PanelSlot } from '../Panel';
import { TableSkeleton } from '../Skeletons';
import type { Column, TableState } from './columns';
import classes from './DataTable.module.css';
import { Pager } from './Pager';
import { TableBody, TableHead } from './Rows';
import { useClientRows } from './useClientRows';

export interface DataTableProps<Row> {
  /** Names the table for screen readers and its export. */
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  onRow?: (row: Row) => void;
  isLoading?: boolean;
  /** Older rows are shown while newer ones load. */
  isStale?: boolean;
  /** Server-side tables: total, state and what to do when it changes. Without it the page sorts, filters and pages. */
  server?: { total: number; state: TableState; onChange: (state: TableState) => void };
  /** The filter's text and its change; client tables keep it themselves. */
  filter?: { text: string; onChange: (text: string) => void; placeholder?: string };
  hasFilter?: boolean;
  /** Filters beside the type-to-filter field. */
  tools?: ReactNode;
  /** Buttons after the export, the main one last. */
  actions?: ReactNode;
  /** Where the server exports all rows, or nothing: the page writes the CSV itself. */
  exportHref?: string;
  /** All rows of a server-side table, for the page's own CSV; without it that holds the rows shown. */
  allRows?: () => Promise<Row[]>;
  /** What the export holds, where it is not all rows as CSV. */
  exportText?: string;
  firstSort?: { key: string; order: 'asc' | 'desc' };
  pageSize?: number;
  empty?: ReactNode;
}

/** A table that pages, sorts, filters by typing and exports. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, server, rows } = props;
  const { t } = useTranslation();
  const client = useClientRows(props);
  const filter = props.filter ?? (server ? undefined : client.filter);
  const state = server?.state ?? client.state;
  const onChange = server?.onChange ?? client.onChange;
  const shown = server ? rows : client.rows;
  const total = server?.total ?? client.total;
  const hasFilter = props.hasFilter ?? (Boolean(props.filter) || (!server && (rows?.length ?? 0) > 8));
  const slot = use(PanelSlot);
  const isBare = !(hasFilter && filter) && !props.tools;
  const last = (
    <>
      <Export label={label} href={props.exportHref} text={props.exportText} onExport={() => void client.exportCsv()} isDisabled={!rows?.length} />
      {props.actions}
    </>
  );
  return (
    <div className={classes.frame}>
      {slot && isBare ? createPortal(last, slot) : (
        <Group className={classes.tools} gap="xs">
          {hasFilter && filter && <Filter {...filter} label={label} />}
          {props.tools}
          <div className={classes.space} />
          {last}
        </Group>
      )}
      <div className={classes.scroll} aria-busy={props.isLoading || props.isStale} role="region" aria-label={label} tabIndex={0}>
        <table className={classes.table} data-stale={props.isStale || undefined}>
          <caption className={classes.hidden}>{label}</caption>
          <TableHead columns={columns} state={state} onChange={onChange} />
          {shown && <TableBody columns={columns} rows={shown} rowKey={props.rowKey} onRow={props.onRow} />}
        </table>
        {props.isLoading && !shown && <TableSkeleton />}
        {shown?.length === 0 && (props.empty ?? <Text className={classes.none}>{t('table.none')}</Text>)}
      </div>
      <Pager total={total} state={state} onChange={onChange} />
    </div>
  );
}

function Filter({ text, onChange, placeholder, label }: { text: string; onChange: (text: string) => void; placeholder?: string; label: string }) {
  const { t } = useTranslation();
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', xs: 260 }}
      leftSection={<IconSearch size={14} />}
      placeholder={placeholder ?? t('table.filter')}
      aria-label={`${placeholder ?? t('table.filter')}: ${label}`}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={text ? <ActionIcon size="xs" variant="subtle" color="gray" aria-label={t('table.clear')} onClick={() => onChange('')}><IconX size={13} /></ActionIcon> : null}
    />
  );
}

/** Writes all rows to a file: the server's, or the page's own as CSV. */
export function Export({ label, href, text, onExport, isDisabled }: { label: string; href?: string; text?: string; onExport?: () => void; isDisabled?: boolean }) {
  const { t } = useTranslation();
  const icon = <IconDownload size={14} />;
  return (
    <Tooltip label={text ?? t('table.exportText')}>
      {href ? (
        <Button component="a" href={href} download size="xs" variant="default" leftSection={icon} aria-label={`${t('table.export')}: ${label}`}>{t('table.export')}</Button>
      ) : (
        <Button size="xs" variant="default" leftSection={icon} onClick={onExport} disabled={isDisabled} aria-label={`${t('table.export')}: ${label}`}>{t('table.export')}</Button>
      )}
    </Tooltip>
  );
}
