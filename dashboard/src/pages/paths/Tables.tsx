import { useTranslation } from 'react-i18next';
import type { PathLink, PathNext, PathsReport } from '../../api/paths';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { Panel } from '../../parts/Panel';
import { Sparkline } from '../../parts/Sparkline';
import { DataTable, type Column } from '../../parts/table';
import { useNames } from './useNames';

interface TableProps {
  report: PathsReport;
  isStale: boolean;
  onEvent: (event: string) => void;
}

/** What comes first, and whether it did so before. */
export function Following({ report, isStale, onEvent }: TableProps) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const name = useNames(report);
  const columns: Column<PathNext>[] = [
    { key: 'event', title: t('table.event'), cell: name, value: name, isSortable: true },
    { key: 'sessions', definition: 'path_sessions', title: t('table.sessions'), cell: (row) => format.count(row.sessions), value: (row) => row.sessions, isNumber: true, isSortable: true },
    { key: 'share', definition: 'path_next', title: t('table.share'), cell: (row) => format.share(row.share.value ?? 0), value: (row) => row.share.value, isNumber: true, isSortable: true, bar: (row) => row.share.value ?? 0 },
    { key: 'change', definition: 'path_next', title: t('table.change'), cell: (row) => <Delta figure={row.share} isNeutral />, value: (row) => (row.share.previous === null ? null : (row.share.value ?? 0) - row.share.previous), isNumber: true, isSortable: true },
  ];
  const most = report.following.reduce<PathNext | undefined>((best, row) => (!best || row.sessions > best.sessions ? row : best), undefined);
  const found = most ? t(`following.found.${report.direction}`, { event: name(most), share: format.share(most.share.value ?? 0, 0) }) : t(`following.${report.direction}`);
  if (report.earlier.length > 0) columns.push({ key: 'trend', definition: 'path_next', title: t('table.trend', { count: report.earlier.length + 1 }), cell: (row) => <Trend report={report} trend={row.trend} now={row.share.value} />, isNumber: true, isMinor: true });
  return (
    <Panel title={found} text={t('following.text')} isFlush>
      <DataTable label={t(`following.${report.direction}`)} columns={columns} rows={report.following} rowKey={(row) => `${row.kind}:${row.event}`} isStale={isStale} onRow={(row) => row.event && onEvent(row.event)} />
    </Panel>
  );
}

/** All links of the picture, to be read and exported. */
export function Links({ report, isStale }: Omit<TableProps, 'onEvent'>) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const name = useNames(report);
  const at = new Map(report.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => { const node = at.get(id); return node ? name(node) : ''; };
  const again = (row: PathLink) => { const node = at.get(row.target); return node && node.sessions > 0 ? node.again / node.sessions : 0; };
  const columns: Column<PathLink>[] = [
    { key: 'step', title: t('table.step'), cell: (row) => at.get(row.target)?.step, value: (row) => at.get(row.target)?.step ?? 0, isNumber: true, isSortable: true },
    { key: 'source', title: t('table.from'), cell: (row) => nameOf(row.source), value: (row) => nameOf(row.source), isSortable: true },
    { key: 'target', title: t('table.to'), cell: (row) => nameOf(row.target), value: (row) => nameOf(row.target), isSortable: true },
    { key: 'sessions', definition: 'path_link_sessions', title: t('table.sessions'), cell: (row) => format.count(row.sessions), value: (row) => row.sessions, isNumber: true, isSortable: true },
    { key: 'share', definition: 'path_link_share', title: t('table.ofThese'), cell: (row) => format.share(row.share), value: (row) => row.share, isNumber: true, isSortable: true, bar: (row) => row.share },
    { key: 'again', definition: 'path_link_again', title: t('table.again'), cell: (row) => (again(row) > 0 ? format.share(again(row)) : '–'), value: again, isNumber: true, isMinor: true, isSortable: true },
    { key: 'loops', definition: 'path_link_loops', title: t('table.loops'), cell: (row) => (row.loops > 0 ? format.count(row.loops) : '–'), value: (row) => row.loops, isNumber: true, isMinor: true, isSortable: true },
  ];
  if (report.earlier.length > 0) columns.push({ key: 'trend', definition: 'path_link_share', title: t('table.trend', { count: report.earlier.length + 1 }), cell: (row) => <Trend report={report} trend={row.trend} now={row.share} />, isNumber: true, isMinor: true });
  return (
    <Panel title={t('links.title')} text={t('links.text')} isFlush>
      <DataTable label={t('links.title')} columns={columns} rows={report.links} rowKey={(row) => `${row.source}>${row.target}`} isStale={isStale} pageSize={12} />
    </Panel>
  );
}

/** A share over the periods before and this one. */
function Trend({ report, trend, now }: { report: PathsReport; trend: (number | null)[]; now: number | null }) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const values = [...trend, now];
  const starts = [...report.earlier.map((each) => each.start), report.start];
  const words = values.map((value, index) => t('table.then', { date: format.date(starts[index]!), share: value === null ? '–' : format.share(value) }));
  return <Sparkline values={values} label={format.list(words)} isSmall />;
}
