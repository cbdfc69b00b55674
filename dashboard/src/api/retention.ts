/** Retention, churn and value over a period, and the cohorts. */
import type { Shape } from './contract';

export type RetentionPoint = Shape<'RetentionPoint'>;
export type RetentionReport = Shape<'RetentionShown'>;
export type CohortRow = Shape<'CohortRow'>;
export type CohortReport = Shape<'CohortReport'>;
export type Slice = CohortReport['by'];
export type SurvivalReport = Shape<'SurvivalReport'>;
export type Curve = Shape<'Curve'>;
export type CurvesReport = Shape<'CurvesReport'>;
export type ReturnCurves = Shape<'ReturnCurves'>;
export type Returned = Shape<'Returned'>;
export type ActiveDays = Shape<'ActiveDays'>;
export type GroupOfCurves = Shape<'GroupOfCurves'>;
