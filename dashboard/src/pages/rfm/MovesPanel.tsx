import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import type { RfmMove, RfmReport } from '../../api/rfm';
import { RFM_SEGMENTS, useSegmentTitle } from '../../api/segments';
import { Sankey } from '../../charts/Sankey';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { segmentColor } from './segmentColors';
import { SegmentName } from './SegmentName';

const NOBODY = '-';

/** Who changed segment between the two dates. */
export function MovesPanel({ rfm, onOpen }: { rfm: RfmReport; onOpen: (segment: string) => void }) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const title = useSegmentTitle();
  const [address, change] = useAddress();
  const isTable = address.moves_as === 'table';
  const moved = rfm.moves.filter((move) => move.source !== move.target && move.source !== null);
  const isStill = rfm.moves.every((move) => move.source === move.target);
  const most = [...moved].sort((a, b) => b.customers - a.customers)[0];
  const nodes = useMemo(() => {
    const known = [...RFM_SEGMENTS, ...rfm.segments.map((segment) => segment.id).filter((id) => !(RFM_SEGMENTS as readonly string[]).includes(id))];
    return [
      ...known.map((id) => ({ id, title: title(id, rfm.segments.find((segment) => segment.id === id)?.title), color: segmentColor(id) })),
      { id: NOBODY, title: title(null), color: segmentColor(null) },
    ];
  }, [rfm.segments, title]);
  const links = useMemo(() => {
    const place = (id: string) => nodes.findIndex((node) => node.id === id);
    return rfm.moves
      .map((move) => ({ source: move.source ?? NOBODY, target: move.target, value: move.customers }))
      .sort((a, b) => place(a.source) - place(b.source) || place(a.target) - place(b.target));
  }, [rfm.moves, nodes]);
  const linkText = (source: string, target: string) => {
    const count = links.find((link) => link.source === source && link.target === target)?.value ?? 0;
    return t('moves.link', { source: title(source === NOBODY ? null : source), target: title(target), count, customers: format.count(count) });
  };
  return (
    <Panel
      title={most ? t('moves.found', { count: most.customers, source: title(most.source), target: title(most.target), customers: format.count(most.customers) }) : t('moves.still')}
      text={t('moves.text', { start: format.date(rfm.versus), end: format.date(rfm.as_of) })}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('moves.as')}
          value={isTable ? 'table' : 'picture'}
          onChange={(value) => change({ moves_as: value === 'table' ? 'table' : undefined }, { replace: true })}
          data={[{ value: 'picture', label: t('moves.picture') }, { value: 'table', label: t('moves.table') }]}
        />
      }
      isFlush={isTable}
    >
      {isTable
        ? <MovesTable moves={rfm.moves} onOpen={onOpen} />
        : !isStill && (
          <Sankey
            label={t('moves.label')}
            nodes={nodes}
            links={links}
            height={520}
            format={format.count}
            linkText={linkText}
            nodeText={(id, side, customers) =>
              t('moves.node', { segment: title(id === NOBODY ? null : id), customers, date: format.date(side === 'source' ? rfm.versus : rfm.as_of) })}
            hint={t('moves.keys')}
            onLink={(_source, target) => onOpen(target)}
            onNode={(id) => id !== NOBODY && onOpen(id)}
          />
        )}
    </Panel>
  );
}

function MovesTable({ moves, onOpen }: { moves: RfmMove[]; onOpen: (segment: string) => void }) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const title = useSegmentTitle();
  const most = Math.max(1, ...moves.map((move) => move.customers));
  const columns: Column<RfmMove>[] = [
    { key: 'source', title: t('moves.from'), cell: (move) => <SegmentName id={move.source} />, value: (move) => title(move.source), isSortable: true },
    { key: 'target', title: t('moves.to'), cell: (move) => <SegmentName id={move.target} />, value: (move) => title(move.target), isSortable: true },
    { key: 'customers', definition: 'rfm_segment', title: t('segments.customers'), cell: (move) => format.count(move.customers), value: (move) => move.customers, isNumber: true, isSortable: true, bar: (move) => move.customers / most },
  ];
  return (
    <DataTable
      label={t('moves.label')}
      columns={columns}
      rows={moves}
      rowKey={(move) => `${move.source}>${move.target}`}
      firstSort={{ key: 'customers', order: 'desc' }}
      pageSize={25}
      onRow={(move) => onOpen(move.target)}
    />
  );
}
