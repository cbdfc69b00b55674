/** Where customers come from, and what that costs. */
import type { Shape } from './contract';

export type SourcesReport = Shape<'SourcesReport'>;
export type VisitSource = Shape<'VisitSource'>;
export type VisitPath = Shape<'VisitPath'>;
export type LandingPage = Shape<'LandingPage'>;
export type Credit = Shape<'Credit'>;
export type Model = SourcesReport['model'];
