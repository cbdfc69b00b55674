import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats, type Formats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { StageBadge } from '../../parts/StageBadge';
import type { Column } from '../../parts/table';
import type { CustomerFilter } from './filters';
import type { CustomerRow } from './shapes';

const RECENT_MS = 30 * 86_400_000;

/** Recent visits by how long ago, older ones by their date. */
function lastSeen(at: string, format: Formats): string {
  return Date.now() - Date.parse(at) < RECENT_MS ? format.ago(at) : format.date(at);
}

/** Keys of sortable columns are the API's `sort`. */
export function useCustomerColumns(filter: CustomerFilter): Column<CustomerRow>[] {
  const { t } = useTranslation('customers');
  const format = useFormats();
  // A flow tells where they stood; the column tells where they stand by now. A date moves the column there too.
  const stageTitle = filter.flow ? t('column.stageNow') : filter.at ? t('column.stageThen') : t('column.stage');
  return useMemo(() => [
    { key: 'name', title: t('column.name'), isSortable: true, cell: (row) => <CustomerLink customer={row} isOfRow /> },
    { key: 'stage', title: stageTitle, cell: (row) => <StageBadge stage={row.stage} /> },
    {
      key: 'since', title: t('column.since'), isMinor: true, isNumber: true,
      cell: (row) => (row.stage_since ? format.date(row.stage_since) : '–'),
    },
    { key: 'orders', title: t('column.orders'), isSortable: true, isNumber: true, isMinor: true, cell: (row) => format.count(row.orders) },
    { key: 'revenue', title: t('column.revenue'), isSortable: true, isNumber: true, cell: (row) => format.money(row.revenue_micros) },
    {
      key: 'rfm', title: t('column.rfm'), isMinor: true,
      cell: (row) => (row.rfm_segment ? t(`frame:rfm.${row.rfm_segment}`) : <Text span size="sm" c="dimmed">{t('none')}</Text>),
    },
    {
      key: 'last_seen_at', title: t('column.last_seen_at'), isSortable: true, isNumber: true, isMinor: true,
      cell: (row) => <time dateTime={row.last_seen_at} title={format.dateTime(row.last_seen_at)}>{lastSeen(row.last_seen_at, format)}</time>,
    },
    {
      key: 'first_seen_at', title: t('column.first_seen_at'), isSortable: true, isNumber: true, isMinor: true,
      cell: (row) => format.date(row.first_seen_at),
    },
  ], [t, format, stageTitle]);
}
