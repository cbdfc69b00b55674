import { Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { Params } from '../../api/client';
import type { FunnelStep } from '../../api/funnel';
import { useReport } from '../../api/report';
import type { Answer } from '../../api/contract';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { nameOf } from '../../parts/customer/names';
import { DataTable, type Column } from '../../parts/table';

type Row = Answer<'/api/funnel/customers', 'get'>['rows'][number];
const SHOWN = 1000;

/** Who was lost before the step, or came to it: seen last first, to be exported. */
export function LostCustomers({ params, step, name }: { params: Params; step: FunnelStep; name: string }) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const go = useGo();
  const [who, setWho] = useState('lost');
  const list = useReport('/api/funnel/customers', { ...params, is_lost: who === 'lost', rows: SHOWN }, { isLive: false });
  const columns: Column<Row>[] = [
    { key: 'name', title: t('details.customer'), cell: (row) => nameOf(row, t('frame:customer.anonymous')).name, value: (row) => row.name ?? row.email ?? row.customer_id },
    { key: 'seen', title: t('details.seen'), cell: (row) => (row.last_seen_at ? format.ago(row.last_seen_at) : '–'), value: (row) => row.last_seen_at ?? null },
    { key: 'revenue', definition: 'customer_revenue', title: t('details.revenue'), cell: (row) => format.money(row.revenue_micros), value: (row) => row.revenue_micros / 1e6, isNumber: true },
  ];
  const total = list.data?.total ?? step.lost?.value ?? 0;
  return (
    <section>
      <Group justify="space-between" mb={6}>
        <SegmentedControl size="xs" value={who} onChange={setWho} aria-label={t('details.who')} data={[{ value: 'lost', label: t('details.isLost') }, { value: 'reached', label: t('details.isReached') }]} />
        <Text size="sm" c="dimmed" className="tabular">{format.count(total)}</Text>
      </Group>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label={t(who === 'lost' ? 'details.lostBefore' : 'details.reached', { step: name })} columns={columns} rows={list.data?.rows} rowKey={(row) => row.customer_id}
        isLoading={list.isLoading} isStale={list.isPlaceholderData} pageSize={10} hasFilter={false}
        onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
      />
      {total > SHOWN && <Text size="xs" c="dimmed">{t('details.first', { count: SHOWN })}</Text>}
    </section>
  );
}
