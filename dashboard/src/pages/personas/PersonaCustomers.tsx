import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { Answer } from '../../api/contract';
import type { PersonaId } from '../../api/personas';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { nameOf } from '../../parts/customer/names';
import { SidePanel } from '../../parts/SidePanel';
import { DataTable, type Column } from '../../parts/table';
import type { AskedOf } from './useAsked';

type Row = Answer<'/api/personas/customers', 'get'>['rows'][number];
const SHOWN = 1000;

/** Who is of a persona, to be looked at and exported. */
export function PersonaCustomers({ id, asked, onClose }: { id: PersonaId | undefined; asked: AskedOf; onClose: () => void }) {
  const { t } = useTranslation('personas');
  return (
    <SidePanel isOpen={id !== undefined} onClose={onClose} title={id ? t(`persona.${id}`) : ''} size={520}>
      {id && <List id={id} asked={asked} />}
    </SidePanel>
  );
}

function List({ id, asked }: { id: PersonaId; asked: AskedOf }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const go = useGo();
  const list = useReport('/api/personas/customers', { ...asked, persona: id, rows: SHOWN }, { isLive: false });
  const columns: Column<Row>[] = [
    { key: 'name', title: t('customer.name'), cell: (row) => nameOf(row, t('frame:customer.anonymous')).name, value: (row) => row.name ?? row.email ?? row.customer_id },
    { key: 'seen', title: t('customer.seen'), cell: (row) => (row.last_seen_at ? format.ago(row.last_seen_at) : '–'), value: (row) => row.last_seen_at ?? null },
    { key: 'revenue', definition: 'customer_revenue', title: t('customer.revenue'), cell: (row) => format.money(row.revenue_micros), value: (row) => row.revenue_micros / 1e6, isNumber: true },
  ];
  const total = list.data?.total ?? 0;
  return (
    <>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label={t(`persona.${id}`)} columns={columns} rows={list.data?.rows} rowKey={(row) => row.customer_id} isLoading={list.isLoading} isStale={list.isPlaceholderData} pageSize={12}
        onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
      />
      {total > SHOWN && <Text size="xs" c="dimmed">{t('customer.first', { shown: format.count(SHOWN), total: format.count(total) })}</Text>}
    </>
  );
}
