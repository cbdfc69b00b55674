import { useTranslation } from 'react-i18next';
import type { Board, MoveReport, StageTile } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { SmallSample } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import classes from './Board.module.css';
import { LatestMoves } from './LatestMoves';
import { MoveBetween } from './MoveBetween';

interface BoardPanelProps {
  board: Board;
  onOpen: (what: string) => void;
  isStale: boolean;
}

/** Stages side by side with bars on one scale; between two stages the move that leads from one to the other. */
export function BoardPanel({ board, onOpen, isStale }: BoardPanelProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const most = Math.max(1, ...board.stages.map((stage) => stage.customers.value ?? 0));
  const count = board.stages.length;
  return (
    <Panel
      title={t('board.title', { count: board.customers, customers: format.count(board.customers) })}
      text={t('board.text', { now: format.span(board.start, board.end), before: format.span(board.previous_start, board.previous_end) })}
    >
      <div className={classes.scroll}>
        <div
          className={classes.board}
          data-stale={isStale || undefined}
          style={{ gridTemplateColumns: `repeat(${count * 2}, minmax(0, 1fr))`, minWidth: count > 7 ? count * 140 : undefined }}
        >
          {board.stages.map((stage, index) => {
            const next = board.stages[index + 1];
            const move = next && moveBetween(board, stage, next);
            return (
              <BoardStep key={stage.id} index={index}>
                <Stage stage={stage} share={(stage.customers.value ?? 0) / most} index={index} onOpen={() => onOpen(`stage:${stage.id}`)} />
                {next && (
                  <div className={classes.between} style={{ gridColumn: `${index * 2 + 2} / span 2` }}>
                    {move && <MoveBetween move={move} board={board} isBack={move.source === next.id} onOpen={() => onOpen(`move:${move.source}>${move.target}`)} />}
                  </div>
                )}
              </BoardStep>
            );
          })}
        </div>
      </div>
      <LatestMoves board={board} />
    </Panel>
  );
}

/** Keeps a stage and the move behind it together in reading order; draws no box of its own. */
function BoardStep({ children }: { index: number; children: React.ReactNode }) {
  return <div className={classes.step}>{children}</div>;
}

/** The forward move between neighbors; beside an exit, the move that wins customers back. */
function moveBetween(board: Board, left: StageTile, right: StageTile): MoveReport | undefined {
  if (!right.is_exit) return board.moves.find((move) => move.source === left.id && move.target === right.id);
  const back = board.moves.filter((move) => move.source === right.id);
  return back.find((move) => move.target_rate !== null) ?? back.sort((a, b) => b.moved - a.moved)[0];
}

function Stage({ stage, share, index, onOpen }: { stage: StageTile; share: number; index: number; onOpen: () => void }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle()(stage.id, stage.title);
  const value = stage.customers.value;
  return (
    <button
      type="button"
      className={classes.stage}
      style={{ gridColumn: `${index * 2 + 1} / span 2` }}
      onClick={onOpen}
      aria-haspopup="dialog"
      aria-label={t('board.stageName', { title, customers: value === null ? '–' : format.count(value) })}
      data-stage={stage.id}
    >
      <span className={classes.name} aria-hidden>
        <span className={classes.dot} style={{ background: stage.color }} aria-hidden />
        {title}
      </span>
      <span className={classes.line} aria-hidden>
        <span className={classes.number} data-testid={`stage-count-${stage.id}`}>{value === null ? '–' : format.count(value)}</span>
        <Delta figure={stage.customers} isLessBetter={stage.is_exit} />
        {stage.customers.is_small_sample && value !== null && value > 0 && <SmallSample />}
      </span>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} style={{ '--share': share, background: stage.color } as React.CSSProperties} />
      </span>
    </button>
  );
}
