/** The board: stages, moves, the flow between two dates and the leak. */
import type { Shape } from './contract';

export type StageTile = Shape<'StageTile'>;
export type TrendSlice = Shape<'MoveTrendPoint'>;
export type MoveReport = Shape<'MoveReport'>;
/** `overdue_days` null: the map gives the move no time; `customers` are all who stand in `source`. */
export type Leak = Shape<'Leak'>;
export type FlowLink = Shape<'FlowLink'>;
export type Flow = Shape<'Flow'>;
export type Board = Shape<'BoardShown'>;
/** Customers in `source` by one map and in `target` by another; null is "in no stage". */
export type StageChange = Shape<'StageChange'>;
export type MapPreview = Shape<'MapPreview'>;
