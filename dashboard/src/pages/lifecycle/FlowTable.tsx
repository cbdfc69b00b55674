import { useTranslation } from 'react-i18next';
import type { Board, Flow, FlowLink } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { StageBadge } from '../../parts/StageBadge';
import { DataTable, type Column } from '../../parts/table';

/** The flow as rows: everything the picture says, exact, and reachable by keyboard. */
export function FlowTable({ flow, board, onOpen }: { flow: Flow; board: Board; onOpen: (what: string) => void }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const most = Math.max(1, ...flow.links.map((link) => link.customers));
  const columns: Column<FlowLink>[] = [
    { key: 'source', title: t('flow.from'), cell: (link) => <StageBadge stage={link.source} />, value: (link) => title(link.source), isSortable: true },
    { key: 'target', title: t('flow.to'), cell: (link) => <StageBadge stage={link.target} />, value: (link) => title(link.target), isSortable: true },
    { key: 'customers', title: t('customers'), cell: (link) => format.count(link.customers), value: (link) => link.customers, isNumber: true, isSortable: true, bar: (link) => link.customers / most },
    { key: 'value', title: t('flow.value'), cell: (link) => (link.value_micros === null ? '–' : format.money(link.value_micros, board.currency)), value: (link) => (link.value_micros === null ? null : link.value_micros / 1e6), isNumber: true, isSortable: true, isMinor: true },
  ];
  return (
    <DataTable
      label={t('flow.label')}
      columns={columns}
      rows={flow.links}
      rowKey={(link) => `${link.source}>${link.target}`}
      firstSort={{ key: 'customers', order: 'desc' }}
      onRow={(link) => onOpen(`flow:${link.source ?? ''}>${link.target}@${flow.start}..${flow.end}`)}
    />
  );
}
