import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurvesReport, Returned } from '../../../api/retention';
import { useFormats } from '../../../format';
import { Panel } from '../../../parts/Panel';
import { DataTable, type Column } from '../../../parts/table';
import { useApartName } from '../../../parts/pickers/ApartPicker';

interface Row {
  group: string | null;
  n: number;
  day: Returned | undefined;
  since: Returned | undefined;
  week: Returned | undefined;
}

/** Every day, or every week, of every group, with intervals, to be exported. */
export function CurvesTable({ report, isStale }: { report: CurvesReport; isStale: boolean }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const nameOf = useApartName(report.by ?? undefined);
  const [unit, setUnit] = useState<'day' | 'week'>('day');
  const wholes = report.groups.length ? report.groups : [{ value: null, curves: report.curves }];
  const rows: Row[] = wholes.flatMap(({ value, curves }) =>
    (unit === 'day' ? curves.on_day : curves.in_week).map((point, index) => ({ group: value, n: point.n, day: curves.on_day[index], since: curves.since_day[index], week: curves.in_week[index] })));
  const told = (key: 'day' | 'since' | 'week', title: string, definition: string): Column<Row>[] => [
    { key, title, definition, cell: (row) => (row[key] ? format.share(row[key].share) : '–'), value: (row) => row[key]?.share ?? null, isNumber: true, isSortable: true, bar: (row) => row[key]?.share ?? 0 },
    { key: `${key}Between`, definition, title: t('curves.table.between'), cell: (row) => (row[key] ? t('curves.between', { low: format.share(row[key].low), high: format.share(row[key].high) }) : '–'), ends: { of: title, low: (row) => row[key]?.low, high: (row) => row[key]?.high }, isNumber: true, isMinor: true },
  ];
  const columns: Column<Row>[] = [
    ...(report.groups.length ? [{ key: 'group', title: t('survival.group'), cell: (row: Row) => nameOf(row.group), value: (row: Row) => nameOf(row.group), isSortable: true }] : []),
    { key: 'n', title: t(`curves.table.${unit}`), cell: (row) => row.n, value: (row) => row.n, isNumber: true, isSortable: true },
    { key: 'customers', definition: 'curve_customers', title: t('curves.table.customers'), cell: (row) => format.count((row[unit])?.customers ?? 0), value: (row) => row[unit]?.customers ?? 0, isNumber: true, isSortable: true },
    ...(unit === 'day' ? [...told('day', t('curves.table.on'), 'day_retention'), ...told('since', t('curves.table.since'), 'unbounded_retention')] : told('week', t('curves.table.in'), 'week_retention')),
  ];
  return (
    <Panel
      title={t('curves.table.title')} isFlush
      actions={<SegmentedControl size="xs" aria-label={t('curves.table.unit')} value={unit} onChange={(value) => setUnit(value as 'day' | 'week')} data={[{ value: 'day', label: t('curves.table.days') }, { value: 'week', label: t('curves.table.weeks') }]} />}
    >
      <DataTable label={t('curves.table.title')} columns={columns} rows={rows} rowKey={(row) => `${row.group ?? ''}-${row.n}`} isStale={isStale} pageSize={10} hasFilter={false} />
    </Panel>
  );
}
