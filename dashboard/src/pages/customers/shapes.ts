/** What the API answers about customers. Money is in millionths of the account's currency, instants are ISO 8601 in UTC. */

export interface CustomerRow {
  customer_id: string;
  name: string | null;
  email: string | null;
  stage: string | null;
  stage_since: string | null;
  orders: number;
  revenue_micros: number;
  first_seen_at: string;
  last_seen_at: string;
  last_order_at: string | null;
  rfm_segment: string | null;
}

export interface CustomerPage {
  total: number;
  rows: CustomerRow[];
}

/** `left_at` null: no end is known. A stay may lie in the future: what comes if nothing happens. */
export interface Stay {
  stage: string;
  entered_at: string;
  left_at: string | null;
}

export interface RfmStanding {
  r: number;
  f: number;
  m: number;
  segment: string;
}

export interface CustomerMetrics {
  orders: number;
  revenue_micros: number;
  average_order_value_micros: number | null;
  refunds: number;
  refunded_micros: number;
  events: number;
  first_seen_at: string;
  last_seen_at: string;
  first_order_at: string | null;
  last_order_at: string | null;
  rfm: RfmStanding | null;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Trait {
  key: string;
  value: Json;
  set_at: string;
  source: string | null;
}

export interface Consent {
  channel: string;
  topic: string;
  is_granted: boolean;
  at: string;
  source: string | null;
  wording: string | null;
  message_id: string | null;
}

export interface Identity {
  identity: string;
  kind: string;
  value: string;
  first_seen_at: string | null;
  last_seen_at: string | null;
  events: number;
}

export interface Merge {
  merge_id: string;
  from_identity: string;
  to_identity: string;
  reason: string;
  message_id: string | null;
  at: string;
  is_undone: boolean;
  undone_at: string | null;
  undone_by: string | null;
}

export interface Customer {
  customer_id: string;
  name: string | null;
  email: string | null;
  stage: string | null;
  stage_since: string | null;
  stays: Stay[];
  metrics: CustomerMetrics;
  traits: Trait[];
  consents: Consent[];
  identities: Identity[];
  merges: Merge[];
}

export interface TimelineItem {
  at: string;
  kind: 'event' | 'stage_entered' | 'stage_left';
  name: string;
  detail: string | null;
  properties: Json;
  identity: string | null;
  message_id: string | null;
  revenue_micros: number | null;
}

export interface TimelinePage {
  items: TimelineItem[];
  next_before: string | null;
}
