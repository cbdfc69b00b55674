/** What customers will do, as it was foretold last. */
import type { Shape } from './contract';

export type KeptPredictions = Shape<'KeptPredictions'>;
export type PredictionModel = Shape<'PredictionModel'>;
export type ForetoldCustomer = Shape<'ForetoldCustomer'>;
export type ForetoldOf = Shape<'ForetoldOf'>;
export type Reason = Shape<'Reason'>;
export type FactRange = Shape<'FactRange'>;
export type StrongFact = Shape<'StrongFact'>;
export type Threshold = Shape<'Threshold'>;
export type CurveRow = Shape<'CurveRow'>;
export type ModelKey = PredictionModel['model'];
