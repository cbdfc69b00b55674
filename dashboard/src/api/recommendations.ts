/** What to offer beside what, to whom, and what it is worth. */
import type { Shape } from './contract';

export type BoughtTogetherReport = Shape<'BoughtTogetherReport'>;
export type ShownRule = Shape<'ShownRule'>;
export type Recommended = Shape<'Recommended'>;
export type Offer = Shape<'Offer'>;
export type EvaluationReport = Shape<'EvaluationReport'>;
export type CatalogueProduct = Shape<'CatalogueProduct'>;
export type CatalogueKept = Shape<'CatalogueKept'>;
