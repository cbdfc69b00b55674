import { Badge, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../../api/report';
import { useFormats } from '../../../format';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { DataTable, type Column } from '../../../parts/table';
import type { ImportRun } from '../shapes';
import classes from './Import.module.css';
import { useMade } from './useMade';

const COLORS = { running: 'blue', done: 'evergreen', failed: 'red' } as const;

/** Every file that was imported, and what became of each line. */
export function History({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation('data');
  const runs = useReport('/api/imports');
  const columns = useRunColumns();
  const hasRuns = !runs.isError && runs.data?.length !== 0;
  return (
    <Panel title={hasRuns ? undefined : t('import.history')} isFlush={hasRuns}>
      {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && <Text size="sm" c="dimmed">{t('import.historyEmpty')}</Text>}
      {hasRuns && (
        <DataTable
          label={t('import.history')}
          columns={columns}
          rows={runs.data}
          rowKey={(run) => run.id}
          onRow={(run) => onOpen(run.id)}
          isLoading={runs.isLoading}
          tools={<Title order={2}>{t('import.history')}</Title>}
          firstSort={{ key: 'started', order: 'desc' }}
        />
      )}
    </Panel>
  );
}

function useRunColumns(): Column<ImportRun>[] {
  const { t } = useTranslation('data');
  const format = useFormats();
  const made = useMade();
  const count = (key: 'rows_read' | 'accepted_rows' | 'quarantined_rows' | 'duplicate_rows', title: string): Column<ImportRun> => ({
    key, title, isNumber: true, isSortable: true, isMinor: true,
    value: (run) => run[key], cell: (run) => format.count(run[key]),
  });
  return [
    {
      key: 'file', title: t('import.columnFile'), isSortable: true, value: (run) => run.filename,
      cell: (run) => (
        <div>
          <div className={classes.filename}>{run.filename}</div>
          <div className={classes.soft}>{t(`import.kinds.${run.as}`)}</div>
        </div>
      ),
    },
    {
      key: 'status', title: t('import.columnStatus'), value: (run) => run.status,
      cell: (run) => <Badge variant="light" tt="none" color={COLORS[run.status]}>{t(`import.status.${run.status}`)}</Badge>,
    },
    count('rows_read', t('import.columnRows')),
    count('accepted_rows', t('import.columnAccepted')),
    count('quarantined_rows', t('import.columnQuarantined')),
    count('duplicate_rows', t('import.columnDuplicates')),
    { key: 'made', title: t('import.columnMade'), isMinor: true, value: made, cell: (run) => made(run) || '–' },
    {
      key: 'started', title: t('import.columnStarted'), isSortable: true, isNumber: true, isMinor: true,
      value: (run) => run.started_at, cell: (run) => <span title={format.dateTime(run.started_at)}>{format.ago(run.started_at)}</span>,
    },
  ];
}
