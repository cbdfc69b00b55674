import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConformanceReport, Deviation } from '../../api/conformance';
import type { FigureValue } from '../../api/figures';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { useDeviationName } from './useNames';

interface DeviationsProps {
  report: ConformanceReport;
  isStale: boolean;
  onOpen: (id: string) => void;
}

/** Every way to deviate, by customers or by what they have paid; a row opens who they are. */
export function Deviations({ report, isStale, onOpen }: DeviationsProps) {
  const { t } = useTranslation('conformance');
  const format = useFormats();
  const reason = useReason();
  const name = useDeviationName();
  const money = (figure: FigureValue) => (figure.value === null ? <FigureNumber figure={figure} /> : format.money(figure.value, report.currency));
  const amount = (figure: FigureValue) => (figure.value === null ? null : figure.value / 1e6);
  const columns: Column<Deviation>[] = [
    {
      key: 'deviation', title: t('table.deviation'), value: name, isSortable: true,
      cell: (row) => <>{name(row)} {!row.is_drawn && <Badge size="xs" color="red" variant="light">{t('undrawn')}</Badge>}</>,
    },
    { key: 'customers', definition: 'deviation_customers', title: t('table.customers'), cell: (row) => format.count(row.customers.value ?? 0), value: (row) => row.customers.value, isNumber: true, isSortable: true },
    { key: 'change', definition: 'deviation_customers', title: t('table.change'), cell: (row) => <Delta figure={row.customers} isLessBetter />, value: (row) => (row.customers.previous === null ? null : (row.customers.value ?? 0) - row.customers.previous), isNumber: true, isMinor: true, isSortable: true },
    { key: 'share', definition: 'deviation_share', title: t('table.share'), cell: (row) => (row.share.value === null ? '–' : format.share(row.share.value)), value: (row) => row.share.value, isNumber: true, isSortable: true, bar: (row) => row.share.value ?? 0 },
    { key: 'value', definition: 'deviation_value', title: t('table.value'), cell: (row) => money(row.value_micros), value: (row) => amount(row.value_micros), isNumber: true, isSortable: true },
    { key: 'each', definition: 'deviation_value_each', title: t('table.each'), cell: (row) => money(row.value_per_customer_micros), value: (row) => amount(row.value_per_customer_micros), isNumber: true, isMinor: true, isSortable: true },
    { key: 'days', definition: 'deviation_days', title: t('table.days'), cell: (row) => (row.days?.value ? format.days(row.days.value) : '–'), value: (row) => row.days?.value ?? null, isNumber: true, isMinor: true, isSortable: true },
  ];
  const most = [...report.deviations].sort((a, b) => (b.value_micros.value ?? 0) - (a.value_micros.value ?? 0))[0];
  const found = most?.value_micros.value
    ? t('deviations.value', { count: most.customers.value ?? 0, deviation: name(most), value: format.moneyShort(most.value_micros.value, report.currency), customers: format.count(most.customers.value ?? 0) })
    : report.deviations[0] ? t('deviations.most', { deviation: name(report.deviations[0]), customers: format.count(report.deviations[0].customers.value ?? 0) }) : t('deviations.none');
  return (
    <Panel title={found} text={t('deviations.text')} isFlush>
      <DataTable
        label={t('deviations.title')} columns={columns} rows={report.deviations} rowKey={(row) => row.id} isStale={isStale}
        onRow={(row) => onOpen(row.id)} firstSort={{ key: 'customers', order: 'desc' }} empty={t('deviations.none')}
      />
      {report.limits_unavailable.map((text) => <Text key={text} size="xs" c="dimmed" px="md" pb="xs">{reason(text)}</Text>)}
    </Panel>
  );
}
