/** Shapes of `measure/lifecycle/spec.py`. */
import type { Benchmark, FigureValue } from './figures';

export interface StageTile {
  id: string;
  title: string;
  color: string;
  is_paying: boolean;
  is_exit: boolean;
  customers: FigureValue;
  entered: number;
  left: number;
  median_days_in_stage: FigureValue;
  value_per_customer: FigureValue;
}

export interface TrendSlice {
  start: string;
  end: string;
  rate: number | null;
  low: number | null;
  high: number | null;
  customers: number;
  is_over: boolean;
}

export interface MoveReport {
  source: string;
  target: string;
  is_backward: boolean;
  at_risk: number;
  moved: number;
  rate: FigureValue;
  median_days: FigureValue;
  target_rate: number | null;
  target_days: number | null;
  benchmark: Benchmark | null;
  is_below_target: boolean;
  trend: TrendSlice[];
}

export interface Leak {
  source: string;
  target: string;
  customers: number;
  recoverable_micros: FigureValue;
  rate: FigureValue;
  target_rate: number;
  /** Null: the map gives the move no time; `customers` are all who stand in `source`. */
  overdue_days: number | null;
}

export interface FlowLink {
  source: string | null;
  target: string;
  customers: number;
  value_micros: number;
}

export interface Flow {
  start: string;
  end: string;
  links: FlowLink[];
}

export interface Board {
  map_name: string;
  start: string;
  end: string;
  previous_start: string;
  previous_end: string;
  computed_at: string;
  currency: string;
  customers: number;
  stages: StageTile[];
  moves: MoveReport[];
  leak: Leak | null;
  no_leak_reason: string | null;
  flow: Flow;
}

/** Customers in `source` by one map and in `target` by another; null is "in no stage". */
export interface StageChange {
  source: string | null;
  target: string | null;
  customers: number;
}

export interface MapPreview {
  at: string;
  before: Record<string, number>;
  after: Record<string, number>;
  changes: StageChange[];
  changed_customers: number;
}
