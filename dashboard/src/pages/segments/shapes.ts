/** What the API answers about segments. */
import type { Shape } from '../../api/contract';

export type Segment = Shape<'SegmentShown'>;
export type SegmentAnswer = Shape<'SegmentAnswer'>;
export type SegmentPreview = Shape<'SegmentPreview'>;

/** Stands in the address where a segment is not saved yet; no name can hold a tilde. */
export const NEW = '~new';
