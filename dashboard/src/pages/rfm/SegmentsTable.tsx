import { useTranslation } from 'react-i18next';
import type { RfmReport, RfmSegment } from '../../api/rfm';
import { useReason } from '../../api/reasons';
import { useSegmentTitle } from '../../api/segments';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { SegmentName } from './SegmentName';

const BAD = ['about_to_sleep', 'at_risk', 'cannot_lose_them', 'hibernating'];

interface SegmentsTableProps {
  rfm: RfmReport;
  onOpen: (segment: string) => void;
  isStale: boolean;
}

/** The ten segments with their size, change and worth. */
export function SegmentsTable({ rfm, onOpen, isStale }: SegmentsTableProps) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const reason = useReason();
  const title = useSegmentTitle();
  const top = [...rfm.segments].sort((a, b) => (b.revenue_micros ?? 0) - (a.revenue_micros ?? 0))[0];
  const most = Math.max(...rfm.segments.map((segment) => segment.share), 0.001);
  const dash = '–';
  const columns: Column<RfmSegment>[] = [
    { key: 'title', title: t('segments.segment'), cell: (row) => <SegmentName id={row.id} title={row.title} />, value: (row) => title(row.id, row.title), isSortable: true },
    { key: 'customers', definition: 'rfm_segment', title: t('segments.customers'), cell: (row) => <FigureNumber figure={row.customers} />, value: (row) => row.customers.value, isNumber: true, isSortable: true },
    { key: 'change', definition: 'rfm_segment', title: t('segments.change'), cell: (row) => <Delta figure={row.customers} isLessBetter={BAD.includes(row.id)} />, value: (row) => (row.customers.value === null || row.customers.previous === null ? null : row.customers.value - row.customers.previous), isNumber: true, isSortable: true, isMinor: true },
    { key: 'share', definition: 'rfm_segment', title: t('segments.share'), cell: (row) => format.share(row.share), value: (row) => row.share, isNumber: true, isSortable: true, bar: (row) => row.share / most, isMinor: true },
    { key: 'revenue', definition: 'rfm_segment', title: t('segments.revenue'), cell: (row) => (row.revenue_micros === null ? dash : format.money(row.revenue_micros, rfm.currency)), value: (row) => (row.revenue_micros === null ? null : row.revenue_micros / 1e6), isNumber: true, isSortable: true },
    { key: 'average', definition: 'rfm_segment', title: t('segments.average'), cell: (row) => (row.average_revenue_micros === null ? dash : format.money(row.average_revenue_micros, rfm.currency)), value: (row) => (row.average_revenue_micros === null ? null : row.average_revenue_micros / 1e6), isNumber: true, isSortable: true, isMinor: true },
    { key: 'orders', definition: 'rfm_segment', title: t('segments.orders'), cell: (row) => (row.average_orders === null ? dash : format.decimal(row.average_orders)), value: (row) => row.average_orders, isNumber: true, isSortable: true, isMinor: true },
    { key: 'recency', definition: 'rfm_segment', title: t('segments.recency'), cell: (row) => (row.average_recency_days === null ? dash : format.days(row.average_recency_days)), value: (row) => row.average_recency_days, isNumber: true, isSortable: true, isMinor: true },
  ];
  return (
    <Panel
      title={top?.revenue_micros && rfm.revenue_micros ? t('segments.found', { segment: title(top.id, top.title), share: format.share(top.revenue_micros / rfm.revenue_micros, 0) }) : t('segments.title')}
      text={<>{t('segments.text', { date: format.date(rfm.versus) })} {rfm.revenue_unavailable && reason(rfm.revenue_unavailable)}</>}
      isFlush
    >
      <DataTable
        label={t('segments.title')}
        columns={columns}
        rows={rfm.segments}
        rowKey={(row) => row.id}
        onRow={(row) => onOpen(row.id)}
        isStale={isStale}
        hasFilter
      />
    </Panel>
  );
}
