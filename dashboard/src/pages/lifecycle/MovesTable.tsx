import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Board, MoveReport } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { StageBadge } from '../../parts/StageBadge';
import { DataTable, type Column } from '../../parts/table';
import { idOf, isUnwanted } from './moves';
import classes from './MovesTable.module.css';

/** Every move of the map with its numbers: the table behind the pictures. */
export function MovesTable({ board, onOpen }: { board: Board; onOpen: (what: string) => void }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const name = (id: string) => title(id, board.stages.find((stage) => stage.id === id)?.title);
  const most = Math.max(0.01, ...board.moves.map((move) => move.rate.value ?? 0));
  const none = <span className={classes.none}>–</span>;
  const columns: Column<MoveReport>[] = [
    { key: 'source', title: t('moves.from'), cell: (move) => <StageBadge stage={move.source} title={name(move.source)} />, value: (move) => name(move.source) },
    { key: 'target', title: t('moves.to'), cell: (move) => <StageBadge stage={move.target} title={name(move.target)} />, value: (move) => name(move.target) },
    { key: 'at_risk', title: t('moves.atRisk'), cell: (move) => format.count(move.at_risk), value: (move) => move.at_risk, isNumber: true, isSortable: true, isMinor: true },
    { key: 'moved', title: t('moves.moved'), cell: (move) => format.count(move.moved), value: (move) => move.moved, isNumber: true, isSortable: true, isMinor: true },
    { key: 'rate', title: t('moves.rate'), cell: (move) => <FigureNumber figure={move.rate} />, value: (move) => move.rate.value, isNumber: true, isSortable: true, bar: (move) => (move.rate.value ?? 0) / most },
    { key: 'change', title: t('moves.change'), cell: (move) => <Delta figure={move.rate} isLessBetter={isUnwanted(board, move)} />, value: (move) => (move.rate.value === null || move.rate.previous === null ? null : move.rate.value - move.rate.previous), isNumber: true, isSortable: true, isMinor: true },
    {
      key: 'goal', title: t('moves.target'), isNumber: true, isSortable: true, value: (move) => move.target_rate,
      cell: (move) => move.target_rate === null ? none : (
        <span className={move.is_below_target ? classes.below : undefined}>
          {move.is_below_target && <IconAlertTriangle size={13} aria-label={t('moves.below')} />}
          {format.percent(move.target_rate)}
        </span>
      ),
    },
    { key: 'median', title: t('moves.median'), cell: (move) => <FigureNumber figure={move.median_days} />, value: (move) => move.median_days.value, isNumber: true, isSortable: true, isMinor: true },
    { key: 'target_days', title: t('moves.targetDays'), cell: (move) => (move.target_days === null ? none : format.days(move.target_days)), value: (move) => move.target_days, isNumber: true, isSortable: true, isMinor: true },
  ];
  return (
    <Panel title={t('moves.title')} text={t('moves.text')} isFlush>
      <DataTable
        label={t('moves.title')}
        columns={columns}
        rows={board.moves}
        rowKey={idOf}
        onRow={(move) => onOpen(`move:${idOf(move)}`)}
        hasFilter
      />
    </Panel>
  );
}
