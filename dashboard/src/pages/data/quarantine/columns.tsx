import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import type { Column } from '../../../parts/table';
import { useReasonTitle } from '../reasons';
import type { QuarantinedRecord, Source } from '../shapes';
import classes from './Quarantine.module.css';

export function useQuarantineColumns(sources: Source[]): Column<QuarantinedRecord>[] {
  const { t } = useTranslation('data');
  const format = useFormats();
  const titleOf = useReasonTitle();
  return [
    {
      key: 'reason', title: t('quarantine.reason'),
      cell: (row) => (
        <div className={classes.reason}>
          <div className={classes.title}>{titleOf(row.reason, row.reason_title)}</div>
          <Text size="xs" c="dimmed" lineClamp={2}>{row.what}</Text>
        </div>
      ),
    },
    { key: 'record', title: t('quarantine.record'), isMinor: true, cell: (row) => <code className={classes.peek}>{row.record}</code> },
    {
      key: 'source', title: t('quarantine.source'), isMinor: true,
      cell: (row) => sources.find((source) => source.id === row.source_id)?.name ?? row.source_id,
    },
    {
      key: 'received_at', title: t('quarantine.received'), isNumber: true,
      cell: (row) => <time dateTime={row.received_at} title={format.dateTime(row.received_at)}>{format.ago(row.received_at)}</time>,
    },
  ];
}
