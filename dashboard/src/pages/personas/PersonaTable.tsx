import { useTranslation } from 'react-i18next';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

/** The personas as a table to be exported. */
export function PersonaTable({ report, isStale, onOpen }: { report: PersonasReport; isStale: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const money = (value: number | null) => (value === null ? '–' : format.moneyShort(value, report.currency));
  const micros = (value: number | null) => (value === null ? null : value / 1e6);
  const columns: Column<PersonaCard>[] = [
    { key: 'persona', title: t('table.persona'), cell: (row) => t(`persona.${row.id}`), value: (row) => t(`persona.${row.id}`) },
    { key: 'customers', definition: 'persona_customers', title: t(report.by === 'account' ? 'table.organizations' : 'table.customers'), cell: (row) => format.count(row.customers.value ?? 0), value: (row) => row.customers.value, isNumber: true },
    { key: 'share', definition: 'persona_share', title: t('table.share'), cell: (row) => format.share(row.share.value ?? 0), value: (row) => row.share.value, isNumber: true },
    {
      key: 'interval', definition: 'persona_share', title: t('table.interval'), isNumber: true, isMinor: true, ends: { of: t('table.share'), low: (row) => row.share.low, high: (row) => row.share.high },
      cell: (row) => (row.share.low === null ? '–' : t('frame:interval', { low: format.share(row.share.low), high: format.share(row.share.high ?? 0) })),
    },
    { key: 'orders', definition: 'persona_orders', title: t('table.orders'), cell: (row) => format.count(row.orders), value: (row) => row.orders, isNumber: true, isMinor: true },
    { key: 'revenue', definition: 'persona_revenue', title: t('table.revenue'), cell: (row) => money(row.revenue.value), value: (row) => micros(row.revenue.value), isNumber: true },
    { key: 'part', definition: 'persona_revenue_share', title: t('table.revenueShare'), cell: (row) => (row.revenue_share.value === null ? '–' : format.share(row.revenue_share.value)), value: (row) => row.revenue_share.value, isNumber: true },
    { key: 'each', definition: 'persona_revenue_each', title: t('table.each'), cell: (row) => money(row.revenue_per_customer.value), value: (row) => micros(row.revenue_per_customer.value), isNumber: true, isMinor: true },
    { key: 'rule', title: t('table.rule'), cell: (row) => t(`about.${row.id}`), value: (row) => row.when, isMinor: true },
  ];
  const limit = report.limit.value;
  return (
    <Panel title={t('table.title')} text={limit === null ? undefined : t('table.limit', { limit: format.money(limit, report.currency) })} isFlush>
      <DataTable label={t('table.title')} columns={columns} rows={report.cards} rowKey={(row) => row.id} onRow={(row) => onOpen(row.id)} isStale={isStale} hasFilter={false} />
    </Panel>
  );
}
