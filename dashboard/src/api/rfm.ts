/** Recency, frequency and monetary value: the grid, its segments and the moves between them. */
import type { Shape } from './contract';

export type RfmCell = Shape<'RfmCell'>;
export type RfmSegment = Shape<'RfmSegment'>;
export type RfmMove = Shape<'RfmMove'>;
export type RfmReport = Shape<'RfmReport'>;
