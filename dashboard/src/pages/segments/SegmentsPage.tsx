import { Button } from '@mantine/core';
import { IconFilter, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import classes from './Segments.module.css';
import { UsedBy } from './UsedBy';
import { NEW, type Segment } from './shapes';

export default function SegmentsPage() {
  const { t } = useTranslation('segments');
  const go = useGo();
  const segments = useReport('/api/segments');
  const columns = useColumns();
  const add = <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => go(`/segments/${NEW}`)}>{t('new')}</Button>;
  const isEmpty = segments.data?.length === 0;
  return (
    <Page title={t('title')} actions={!isEmpty && add} finding={segments.data ? !isEmpty && <Finding segments={segments.data} /> : !segments.isError && <FindingSkeleton />}>
      {segments.isError && <ErrorState error={segments.error} onRetry={() => void segments.refetch()} />}
      {isEmpty && <EmptyState icon={IconFilter} title={t('empty.title')} text={t('empty.text')} action={add} />}
      {!isEmpty && !(segments.isError && !segments.data) && (
        <Panel isFlush>
          <DataTable
            label={t('title')} columns={columns} rows={segments.data} rowKey={(row) => row.name} isLoading={segments.isLoading}
            onRow={(row) => go(`/segments/${encodeURIComponent(row.name)}`)} firstSort={{ key: 'customers', order: 'desc' }}
          />
        </Panel>
      )}
    </Page>
  );
}

/** What moved most, else what is largest. */
function Finding({ segments }: { segments: Segment[] }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  const most = [...segments].sort((a, b) => b.entered + b.left - a.entered - a.left || b.customers - a.customers)[0]!;
  const hasMoved = most.entered + most.left > 0;
  return (
    <Trans
      t={t} i18nKey={hasMoved ? 'finding.moved' : 'finding.still'} components={{ b: <b /> }}
      values={{ title: most.title, customers: format.count(most.customers), entered: format.count(most.entered), left: format.count(most.left), segments: format.count(segments.length) }}
    />
  );
}

function useColumns(): Column<Segment>[] {
  const { t, i18n } = useTranslation(['segments', 'conditions']);
  const format = useFormats();
  return useMemo(() => [
    {
      key: 'title', title: t('column.title'), value: (row) => row.title, isSortable: true,
      cell: (row) => (
        <div className={classes.name}>
          <b>{row.title}</b>
          <span className={classes.said}>{t('conditions:said.customer', { said: row.sentence[i18n.language === 'ja' ? 'ja' : 'en'] })}</span>
        </div>
      ),
    },
    { key: 'customers', title: t('column.customers'), value: (row) => row.customers, cell: (row) => format.count(row.customers), isNumber: true, isSortable: true },
    { key: 'entered', title: t('column.entered'), value: (row) => row.entered, cell: (row) => format.count(row.entered), isMinor: true, isNumber: true, isSortable: true },
    { key: 'left', title: t('column.left'), value: (row) => row.left, cell: (row) => format.count(row.left), isMinor: true, isNumber: true, isSortable: true },
    { key: 'used', title: t('column.used'), value: (row) => row.used_by.join(', '), cell: (row) => <UsedBy users={row.used_by} />, isMinor: true },
    { key: 'saved', title: t('column.saved'), value: (row) => row.saved_at, cell: (row) => <span title={format.dateTime(row.saved_at)}>{format.ago(row.saved_at)}</span>, isMinor: true, isSortable: true },
  ], [t, format, i18n.language]);
}
