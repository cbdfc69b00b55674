/** What a reported number carries. */
import type { Shape } from './contract';

export type FigureValue = Shape<'Figure'>;
export type Unit = FigureValue['unit'];
export type Definition = Shape<'Definition'>;
export type Benchmark = Shape<'Benchmark'>;
