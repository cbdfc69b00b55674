/** What to offer beside what. */
import type { Shape } from './contract';

export type BoughtTogetherReport = Shape<'BoughtTogetherReport'>;
export type ShownRule = Shape<'ShownRule'>;
