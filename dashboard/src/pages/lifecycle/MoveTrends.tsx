import { useTranslation } from 'react-i18next';
import type { Board, MoveReport } from '../../api/lifecycle';
import { stageColor, useStageTitle } from '../../api/maps';
import { TrendChart } from '../../charts/TrendChart';
import { MarkCaption } from '../../charts/TrendMarks';
import { useMapMarks } from '../../charts/useMapMarks';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { idOf, isComparable, isUnwanted } from './moves';
import classes from './MoveTrends.module.css';
import { useMoveTrend } from './useMoveTrend';

/** Small multiples of every move over time: wanted ones on one scale, unwanted ones on another. */
export function MoveTrends({ board, onOpen }: { board: Board; onOpen: (what: string) => void }) {
  const { t } = useTranslation('lifecycle');
  const marks = useMapMarks(board.map_changes);
  const shown = board.moves.filter((move) => move.trend.some((slice) => slice.rate !== null));
  const wanted = shown.filter((move) => !isUnwanted(board, move));
  const unwanted = shown.filter((move) => isUnwanted(board, move));
  if (shown.length === 0) return null;
  const withTarget = shown.filter((move) => move.target_rate !== null && move.rate.value !== null);
  const below = withTarget.filter((move) => move.is_below_target).length;
  return (
    <Panel
      title={withTarget.length === 0 ? t('trends.title') : t('trends.found', { count: below, total: withTarget.length })}
      text={t(shown.some((move) => isComparable(board, move)) ? 'trends.textTarget' : 'trends.text')}
    >
      <Row title={t('trends.wanted')} moves={wanted} board={board} onOpen={onOpen} />
      <Row title={t('trends.unwanted')} moves={unwanted} board={board} onOpen={onOpen} />
      <MarkCaption marks={marks} />
    </Panel>
  );
}

/** Slices of fewer customers jump too much to set the scale. */
const FEW = 30;

function Row({ title, moves, board, onOpen }: { title: string; moves: MoveReport[]; board: Board; onOpen: (what: string) => void }) {
  if (moves.length === 0) return null;
  const largest = (move: MoveReport) => {
    const many = move.trend.filter((slice) => slice.customers >= FEW);
    const rates = (many.length > 0 ? many : move.trend).map((slice) => slice.rate ?? 0);
    return Math.max(0, ...rates, isComparable(board, move) ? (move.target_rate ?? 0) : 0);
  };
  const max = Math.max(...moves.map(largest)) || 0.01;
  return (
    <div className={classes.row}>
      <h3 className={classes.heading}>{title}</h3>
      <div className={classes.grid}>
        {moves.map((move) => <Multiple key={idOf(move)} move={move} board={board} max={Math.min(1, max * 1.08)} onOpen={() => onOpen(`move:${idOf(move)}`)} />)}
      </div>
    </div>
  );
}

function Multiple({ move, board, max, onOpen }: { move: MoveReport; board: Board; max: number; onOpen: () => void }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const trend = useMoveTrend(move);
  const marks = useMapMarks(board.map_changes);
  const name = (id: string) => title(id, board.stages.find((stage) => stage.id === id)?.title);
  const target = board.stages.find((stage) => stage.id === move.target);
  const hasTarget = move.target_rate !== null && isComparable(board, move);
  const words = t('trends.name', { source: name(move.source), target: name(move.target) });
  return (
    <div className={classes.multiple}>
      <div className={classes.head}>
        <button type="button" className={classes.name} onClick={onOpen} aria-haspopup="dialog">{words}</button>
        {hasTarget && <span className={classes.target}>{t('board.target', { value: format.percent(move.target_rate ?? 0) })}</span>}
      </div>
      <TrendChart
        label={t('trends.label', { name: words, rate: move.rate.value === null ? '–' : format.share(move.rate.value) })}
        points={trend}
        format={(value) => format.share(value)}
        name={format.day}
        color={stageColor(move.target, target?.color)}
        height={84}
        hasAxis={false}
        max={max}
        marks={marks}
        target={hasTarget ? { value: move.target_rate ?? 0, text: '' } : null}
      />
    </div>
  );
}
