/** What customers are worth, looking ahead. */
import type { Shape } from './contract';

export type ValueReport = Shape<'ValueReport'>;
export type ValueBand = Shape<'ValueBand'>;
export type ValuedCustomer = Shape<'ValuedCustomer'>;
export type Calibration = Shape<'Calibration'>;
export type CalibrationRow = Shape<'CalibrationRow'>;
export type Parameter = Shape<'Parameter'>;
