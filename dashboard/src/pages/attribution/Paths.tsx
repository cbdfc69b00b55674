import { useTranslation } from 'react-i18next';
import type { SourcesReport, VisitPath } from '../../api/attribution';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { stepOf, useSourceName } from './names';

/** The most common ways to an order, and how often the same way led nowhere. */
export function Paths({ report, isStale }: { report: SourcesReport; isStale: boolean }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const name = useSourceName();
  const first = report.paths[0];
  if (!first) return null;
  const traced = report.paths.find((path) => path.steps.some((step) => stepOf(step).channel !== 'direct'));
  const written = (path: VisitPath) => path.steps.map((step) => name(stepOf(step))).join(' → ');
  const rate = (path: VisitPath) => path.conversions / (path.conversions + path.nulls);
  const columns: Column<VisitPath>[] = [
    { key: 'path', title: t('paths.path'), cell: written, value: written },
    { key: 'orders', definition: 'source_conversions', title: t('paths.orders'), cell: (row) => format.count(row.conversions), value: (row) => row.conversions, isNumber: true, bar: (row) => row.conversions / first.conversions },
    { key: 'nulls', definition: 'source_path_nulls', title: t('paths.nulls'), cell: (row) => format.count(row.nulls), value: (row) => row.nulls, isNumber: true, isMinor: true },
    { key: 'rate', definition: 'source_path_rate', title: t('paths.rate'), cell: (row) => format.share(rate(row)), value: rate, isNumber: true, isMinor: true },
  ];
  return (
    <Panel title={traced ? t('paths.title', { path: written(traced) }) : t('paths.direct')} text={t('paths.text')} isFlush>
      <DataTable label={t('paths.name')} columns={columns} rows={report.paths} rowKey={(row) => row.steps.join('>')} isStale={isStale} hasFilter={false} />
    </Panel>
  );
}
