import { Button, Stack, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { ConformanceReport } from '../../api/conformance';
import type { Answer, ParamsOf } from '../../api/contract';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { nameOf } from '../../parts/customer/names';
import { ErrorState } from '../../parts/ErrorState';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { SidePanel } from '../../parts/SidePanel';
import { DataTable, type Column } from '../../parts/table';
import { InCommon } from './InCommon';
import { useDeviationName } from './useNames';

type Asked = ParamsOf<'/api/conformance', 'get'>;
type Row = Answer<'/api/conformance/customers', 'get'>['rows'][number];
const SHOWN = 1000;

interface DetailsProps {
  report: ConformanceReport;
  id: string | undefined;
  params: Asked;
  onClose: () => void;
}

/** One deviation: its numbers, a segment or a list of who deviates, and what they have in common. */
export function Details({ report, id, params, onClose }: DetailsProps) {
  const { t } = useTranslation('conformance');
  const go = useGo();
  const name = useDeviationName();
  const deviation = report.deviations.find((each) => each.id === id);
  return (
    <SidePanel isOpen={deviation !== undefined} onClose={onClose} title={deviation ? name(deviation) : ''}>
      {deviation && (
        <Stack gap="md">
          <FigureGrid>
            <Figure label={t('table.customers')} figure={deviation.customers} isLessBetter />
            <Figure label={t('table.share')} figure={deviation.share} isLessBetter />
            <Figure label={t('table.value')} figure={deviation.value_micros} isNeutral />
            <Figure label={t('table.each')} figure={deviation.value_per_customer_micros} isNeutral saidReason={deviation.value_micros.unavailable} />
            {deviation.days && <Figure label={t('table.days')} figure={deviation.days} isNeutral />}
          </FigureGrid>
          {deviation.is_drawn && deviation.kind !== 'stuck' && <Text size="sm" c="dimmed">{t('drawn')}</Text>}
          {deviation.when ? (
            <div>
              <Button leftSection={<IconFilter size={15} />} onClick={() => go('/segments/~new', { when: deviation.when ?? undefined })}>{t('segment.make')}</Button>
              <Text size="xs" c="dimmed" mt={6}>{t('segment.live')}</Text>
            </div>
          ) : <Text size="xs" c="dimmed">{t('segment.list')}</Text>}
          <InCommon params={{ ...params, deviation: deviation.id }} />
          <Deviating params={{ ...params, deviation: deviation.id }} />
        </Stack>
      )}
    </SidePanel>
  );
}

function Deviating({ params }: { params: ParamsOf<'/api/conformance/customers', 'get'> }) {
  const { t } = useTranslation('conformance');
  const format = useFormats();
  const go = useGo();
  const list = useReport('/api/conformance/customers', { ...params, rows: SHOWN }, { isLive: false });
  const columns: Column<Row>[] = [
    { key: 'name', title: t('list.customer'), cell: (row) => nameOf(row, t('frame:customer.anonymous')).name, value: (row) => row.name ?? row.email ?? row.customer_id },
    { key: 'seen', title: t('list.seen'), cell: (row) => (row.last_seen_at ? format.ago(row.last_seen_at) : '–'), value: (row) => row.last_seen_at ?? null },
    { key: 'revenue', definition: 'customer_revenue', title: t('list.revenue'), cell: (row) => format.money(row.revenue_micros), value: (row) => row.revenue_micros / 1e6, isNumber: true },
  ];
  return (
    <section>
      <Text size="sm" fw={500} mb={4}>{t('list.title')}</Text>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label={t('list.title')} columns={columns} rows={list.data?.rows} rowKey={(row) => row.customer_id} isLoading={list.isLoading}
        isStale={list.isPlaceholderData} pageSize={10} hasFilter={false} onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
      />
      {(list.data?.total ?? 0) > SHOWN && <Text size="xs" c="dimmed">{t('list.first', { count: SHOWN, shown: format.count(SHOWN), total: format.count(list.data?.total ?? 0) })}</Text>}
    </section>
  );
}
