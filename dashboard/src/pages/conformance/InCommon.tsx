import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommonTrait } from '../../api/conformance';
import type { ParamsOf } from '../../api/contract';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { TableSkeleton } from '../../parts/Skeletons';
import { DataTable, type Column } from '../../parts/table';
import { useFactName } from './useNames';

/** What those who deviate have more often than others who could, told apart from chance. */
export function InCommon({ params }: { params: ParamsOf<'/api/conformance/common', 'get'> }) {
  const { t } = useTranslation('conformance');
  const format = useFormats();
  const reason = useReason();
  const fact = useFactName();
  const found = useReport('/api/conformance/common', params, { isLive: false });
  const columns: Column<CommonTrait>[] = [
    { key: 'value', title: t('common.value'), cell: (row) => <>{row.value} <Text span size="xs" c="dimmed">{fact(row.fact)}</Text></>, value: (row) => `${fact(row.fact)}: ${row.value}` },
    {
      key: 'ratio', definition: 'deviation_ratio', title: t('common.ratio'), value: (row) => row.ratio.value, isNumber: true, isSortable: true,
      ends: { of: t('common.ratio'), low: (row) => row.ratio.low, high: (row) => row.ratio.high },
      cell: (row) => <>{t('common.times', { ratio: format.short(row.ratio.value ?? 0) })}<Text size="xs" c="dimmed">{t('common.between', { low: format.short(row.ratio.low ?? 0), high: format.short(row.ratio.high ?? 0) })}</Text></>,
    },
    { key: 'customers', definition: 'deviation_rate', title: t('table.customers'), cell: (row) => t('common.of', { part: format.count(row.deviating), whole: format.count(row.customers) }), value: (row) => row.deviating, isNumber: true, isSortable: true },
  ];
  return (
    <section>
      <Text size="sm" fw={500} mb={4}>{t('common.title')}</Text>
      {found.isPending && <TableSkeleton rows={4} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (found.data.unavailable || found.data.traits.length === 0) && (
        <Text size="sm" c="dimmed">{found.data.unavailable ? reason(found.data.unavailable) : t('common.none', { count: found.data.tested, values: format.count(found.data.tested) })}</Text>
      )}
      {found.data && found.data.traits.length > 0 && (
        <>
          <DataTable label={t('common.title')} columns={columns} rows={found.data.traits} rowKey={(row) => `${row.fact}:${row.value}`} isStale={found.isPlaceholderData} pageSize={8} hasFilter={false} />
          <Text size="xs" c="dimmed">{t('common.text', { count: found.data.tested, values: format.count(found.data.tested) })}</Text>
        </>
      )}
    </section>
  );
}
