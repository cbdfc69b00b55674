import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { ValuedCustomer, ValueReport } from '../../api/value';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

/** The customers of highest expected value, each with the interval of the expectation. */
export function BestCustomers({ value, isStale }: { value: ValueReport; isStale: boolean }) {
  const { t } = useTranslation('value');
  const format = useFormats();
  const go = useGo();
  const { best, currency } = value;
  const first = best[0];
  if (!first) return null;
  const columns: Column<ValuedCustomer>[] = [
    { key: 'name', title: t('best.customer'), cell: (row) => <CustomerLink customer={{ ...row, email: null }} isOfRow isShort />, value: (row) => row.name ?? row.customer_id, isSortable: true },
    { key: 'value', definition: 'expected_value', title: t('best.value'), cell: (row) => format.money(row.value_micros, currency), value: (row) => row.value_micros / 1e6, isNumber: true, isSortable: true, bar: (row) => row.value_micros / first.value_micros },
    { key: 'interval', definition: 'expected_value', title: t('best.interval'), cell: (row) => t('best.between', { low: format.moneyShort(row.low_micros, currency), high: format.moneyShort(row.high_micros, currency) }), ends: { of: t('best.value'), low: (row) => row.low_micros / 1e6, high: (row) => row.high_micros / 1e6 }, isNumber: true, isMinor: true },
    { key: 'active', definition: 'value_active_customers', title: t('best.active'), cell: (row) => format.share(row.probability_active), value: (row) => row.probability_active, isNumber: true, isSortable: true },
    { key: 'purchases', definition: 'expected_purchases', title: t('best.purchases'), cell: (row) => format.decimal(row.expected_purchases), value: (row) => row.expected_purchases, isNumber: true, isSortable: true },
    { key: 'repeats', definition: 'value_repeats', title: t('best.repeats'), cell: (row) => format.count(row.repeats), value: (row) => row.repeats, isNumber: true, isSortable: true, isMinor: true },
    { key: 'silence', definition: 'value_silence', title: t('best.silence'), cell: (row) => (row.days_since_last ? format.days(row.days_since_last) : t('best.today')), value: (row) => row.days_since_last, isNumber: true, isSortable: true, isMinor: true },
  ];
  return (
    <Panel title={t('best.title', { count: best.length })} text={t('best.text')} isFlush>
      <DataTable
        label={t('best.title', { count: best.length })}
        columns={columns}
        rows={best}
        rowKey={(row) => row.customer_id}
        onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
        isStale={isStale}
      />
    </Panel>
  );
}
