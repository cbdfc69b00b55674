import type { Board, MoveReport } from '../../api/lifecycle';

/** `move:conversion>retention` in the address. */
export function idOf(move: Pick<MoveReport, 'source' | 'target'>): string {
  return `${move.source}>${move.target}`;
}

/** Where a stage stands in the map; "not yet a customer" stands before all. */
export function placeOf(board: Board, id: string | null): number {
  return id === null ? -1 : board.stages.findIndex((stage) => stage.id === id);
}

/**
 * Whether a slice of the trend can stand beside the period's target: a move rate depends on the length of its window, a week
 * always shows less than a month.
 */
export function isComparable(board: Pick<Board, 'start' | 'end'>, move: Pick<MoveReport, 'trend'>): boolean {
  const slice = move.trend[0];
  if (!slice) return false;
  const length = (span: { start: string; end: string }) => Date.parse(span.end) - Date.parse(span.start);
  return Math.abs(length(slice) / length(board) - 1) < 0.2;
}

/** Backward, or into an exit: not what the brand wants. */
export function isUnwanted(board: Board, move: Pick<MoveReport, 'source' | 'target' | 'is_backward'>): boolean {
  const target = board.stages.find((stage) => stage.id === move.target);
  const source = board.stages.find((stage) => stage.id === move.source);
  if (source?.is_exit) return false;
  return move.is_backward || Boolean(target?.is_exit);
}
