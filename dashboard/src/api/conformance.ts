/** The designed map against the walks that customers took. */
import type { Shape } from './contract';

export type ConformanceReport = Shape<'ConformanceReport'>;
export type Deviation = Shape<'Deviation'>;
export type WalkVariant = Shape<'Variant'>;
export type CommonReport = Shape<'CommonReport'>;
export type CommonTrait = Shape<'Trait'>;
