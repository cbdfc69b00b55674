/** What sessions do after an event, or did before it. */
import type { Shape } from './contract';

export type PathsReport = Shape<'PathsReport'>;
export type PathNode = Shape<'PathNode'>;
export type PathLink = Shape<'PathLink'>;
export type PathNext = Shape<'PathNext'>;
