/** What the API answers about the ways in: sources, intake, quarantine and imports. */
import type { Shape } from '../../api/contract';

export type Source = Shape<'SourceShown'>;
export type SourceKind = Source['kind'];
export type ReasonCount = Shape<'ReasonCount'>;
/** `received` = `accepted` + `quarantined` + `duplicates`. */
export type Intake = Shape<'IntakeReport'>;
export type QuarantinedRecord = Shape<'QuarantinedRow'>;
export type QuarantinePage = Shape<'QuarantinePage'>;
export type ImportField = Shape<'FieldOffer'>;
export type ImportPreview = Shape<'Preview'>;
/** The guess for each field is a column's name, or null where no column fits. */
export type Mapping = ImportPreview['mapping'];
export type ImportRun = Shape<'ImportShown'>;
export type ImportKind = ImportRun['as'];
