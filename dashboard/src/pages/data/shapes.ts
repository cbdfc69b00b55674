/** What the API answers about the ways in: sources, intake, quarantine and imports. */
import type { ProblemPart } from '../../api/client';

export type SourceKind = 'http' | 'clevertap' | 'file' | 'demo';

export interface Source {
  id: string;
  name: string;
  kind: SourceKind;
  write_key: string | null;
  passcode?: string | null;
  created_at: string;
  last_event_at: string | null;
  accepted: number;
  quarantined: number;
  duplicates: number;
  events_last_hour?: number;
}

export interface ReasonCount {
  reason: string;
  title: string;
  count: number;
}

/** `received` = `accepted` + `quarantined` + `duplicates`. */
export interface Intake {
  received: number;
  accepted: number;
  quarantined: number;
  duplicates: number;
  by_reason: ReasonCount[];
  lag_events: number;
  last_tick_ms: number | null;
}

export interface QuarantinedRecord {
  id: string | number;
  received_at: string;
  source_id: string;
  reason: string;
  reason_title: string;
  what: string;
  next_step: string | null;
  record: string;
  status: 'open' | 'retried';
}

export interface QuarantinePage {
  total: number;
  rows: QuarantinedRecord[];
}

export type ImportKind = 'orders' | 'events' | 'customers';

export interface ImportField {
  name: string;
  title: string;
  is_required: boolean;
}

/** The guess for each field is a column's name, or null where no column fits. */
export type Mapping = Record<string, string | null>;

export interface ImportPreview {
  columns: { name: string; samples: string[] }[];
  mapping: Mapping;
  fields: ImportField[];
  missing: string[];
  rows_sample: unknown;
  delimiter: string | null;
  encoding: string | null;
}

export interface ImportRun {
  id: string;
  filename: string;
  as: ImportKind;
  status: 'running' | 'done' | 'failed';
  rows_read: number;
  rows_total: number | null;
  accepted_rows: number;
  quarantined_rows: number;
  duplicate_rows: number;
  orders: number;
  refunds: number;
  events: number;
  customers?: number;
  problem: ProblemPart | null;
  started_at: string;
  finished_at: string | null;
}
