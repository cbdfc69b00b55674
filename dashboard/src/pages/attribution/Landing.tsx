import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LandingPage, SourcesReport } from '../../api/attribution';
import { useFormats } from '../../format';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

/** Where visits begin, those pages first that lose more visitors than the others. */
export function Landing({ report, isStale }: { report: SourcesReport; isStale: boolean }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const first = report.landing_pages[0];
  if (!first) return null;
  const most = Math.max(...report.landing_pages.map((page) => page.visits));
  const all = format.share(report.bounce.value ?? 0, 0);
  const title = first.is_leaky
    ? t('landing.leaky', { page: first.page, share: format.share(first.bounce.value ?? 0, 0), all })
    : report.bounce.value === 0 ? t('landing.none') : t('landing.fine', { all });
  const columns: Column<LandingPage>[] = [
    { key: 'page', title: t('landing.page'), cell: (row) => <Group gap={8} wrap="nowrap"><span>{row.page}</span>{row.is_leaky && <Badge size="sm" variant="light" color="red" style={{ flexShrink: 0, textTransform: 'none' }}>{t('landing.mark')}</Badge>}</Group>, value: (row) => row.page, isSortable: true },
    { key: 'visits', definition: 'source_visits', title: t('landing.visits'), cell: (row) => format.count(row.visits), value: (row) => row.visits, isNumber: true, isSortable: true, bar: (row) => row.visits / most },
    { key: 'bounce', definition: 'bounce_rate', title: t('landing.bounce'), cell: (row) => <FigureNumber figure={row.bounce} />, value: (row) => row.bounce.value, isNumber: true, isSortable: true },
    { key: 'interval', definition: 'bounce_rate', title: t('landing.interval'), cell: (row) => t('landing.between', { low: format.share(row.bounce.low ?? 0), high: format.share(row.bounce.high ?? 0) }), ends: { of: t('landing.bounce'), low: (row) => row.bounce.low, high: (row) => row.bounce.high }, isNumber: true, isMinor: true },
  ];
  return (
    <Panel title={title} text={t('landing.text')} isFlush>
      <DataTable label={t('landing.name')} columns={columns} rows={report.landing_pages} rowKey={(row) => row.page} isStale={isStale} pageSize={10} />
    </Panel>
  );
}
