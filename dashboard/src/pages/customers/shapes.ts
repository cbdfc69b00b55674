/** What the API answers about customers. Money is in millionths of the account's currency, instants are ISO 8601 in UTC. */
import type { Shape } from '../../api/contract';

export type CustomerRow = Shape<'CustomerRow'>;
export type CustomerPage = Shape<'CustomerPage'>;
/** `left_at` null: no end is known. A stay may lie in the future: what comes if nothing happens. */
export type Stay = Shape<'StageStay'>;
export type RfmStanding = Shape<'RfmPlace'>;
export type CustomerMetrics = Shape<'CustomerMetrics'>;
/** A customer's traits and an event's properties hold whatever the sender put there. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Trait = Shape<'StatedTrait'>;
export type ConsentsShown = Shape<'ConsentsShown'>;
export type Choice = ConsentsShown['choices'][number];
export type Identity = Shape<'KnownIdentity'>;
export type Merge = Shape<'Merge'>;
export type Customer = Shape<'CustomerShown'>;
export type TimelineItem = Shape<'TimelineItem'>;
export type TimelinePage = Shape<'Timeline'>;
