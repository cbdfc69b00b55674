/** How far customers come through steps, and where they are lost. */
import type { Shape } from './contract';

export type FunnelReport = Shape<'FunnelReport'>;
export type FunnelStep = Shape<'FunnelStep'>;
export type FunnelGroup = Shape<'FunnelGroup'>;
