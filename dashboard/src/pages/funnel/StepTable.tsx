import { useTranslation } from 'react-i18next';
import type { FunnelReport, FunnelStep } from '../../api/funnel';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { inFull } from './inFull';

/** The same as a table, with intervals and quarters, to be exported. */
export function StepTable({ funnel, window, isStale }: { funnel: FunnelReport; window: string; isStale: boolean }) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const share = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format.share(value));
  const days = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format.days(value));
  const between = (low: number | null | undefined, high: number | null | undefined, shown: (value: number) => string) => (low === null || low === undefined ? '–' : t('table.between', { low: shown(low), high: shown(high ?? low) }));
  const columns: Column<FunnelStep>[] = [
    { key: 'step', title: t('table.step'), cell: (row) => (funnel.is_ordered ? `${row.number}. ${row.event}` : t('steps.any', { count: row.number })), value: (row) => (funnel.is_ordered ? `${row.number}. ${inFull(row)}` : t('steps.any', { count: row.number })) },
    { key: 'customers', definition: 'funnel_reached', title: t('table.customers'), cell: (row) => format.count(row.customers.value ?? 0), value: (row) => row.customers.value, isNumber: true },
    { key: 'share', definition: 'funnel_conversion', title: t('table.share'), cell: (row) => share(row.share.value), value: (row) => row.share.value, isNumber: true },
    { key: 'rate', definition: 'funnel_step_rate', title: t('table.rate'), cell: (row) => share(row.rate?.value), value: (row) => row.rate?.value ?? null, isNumber: true },
    { key: 'interval', definition: 'funnel_step_rate', title: t('table.interval'), cell: (row) => between(row.rate?.low, row.rate?.high, share), ends: { of: t('table.rate'), low: (row) => row.rate?.low, high: (row) => row.rate?.high }, isNumber: true, isMinor: true },
    { key: 'lost', definition: 'funnel_lost', title: t('table.lost'), cell: (row) => (row.lost ? format.count(row.lost.value ?? 0) : '–'), value: (row) => row.lost?.value ?? null, isNumber: true },
    { key: 'days', definition: 'funnel_step_days', title: t('table.median'), cell: (row) => days(row.days?.value), value: (row) => row.days?.value ?? null, isNumber: true },
    { key: 'quarter', definition: 'funnel_step_days', title: t('table.quarters'), cell: (row) => between(row.days_low, row.days_high, days), ends: { of: t('table.median'), low: (row) => row.days_low, high: (row) => row.days_high }, isNumber: true, isMinor: true },
    { key: 'total', definition: 'funnel_days', title: t('table.total'), cell: (row) => days(row.days_from_first?.value), value: (row) => row.days_from_first?.value ?? null, isNumber: true, isMinor: true },
  ];
  return (
    <Panel title={t('table.title')} text={t('table.text', { window })} isFlush>
      <DataTable label={t('table.title')} columns={columns} rows={funnel.steps} rowKey={(row) => String(row.number)} isStale={isStale} />
    </Panel>
  );
}
