/** What the API answers about journeys. */
import type { Shape } from '../../api/contract';

export type Journey = Shape<'JourneyShown'>;
export type JourneyRow = Shape<'JourneyRow'>;
export type JourneyCheck = Shape<'JourneyCheck'>;
export type JourneyCounts = Shape<'JourneyCounts'>;
export type JourneyVersion = Shape<'JourneyVersion'>;
export type StepCounts = Shape<'StepCounts'>;
export type StepProblem = Shape<'StepProblem'>;
export type EntryShown = Shape<'EntryOfCustomer'>;
