/** Shapes of `measure/retention/spec.py`. */
import type { Benchmark, FigureValue } from './figures';

export type Slice = 'month' | 'week';

export interface RetentionPoint {
  start: string;
  end: string;
  retention_rate: number | null;
  churn_rate: number | null;
  average_order_value_micros: number | null;
  orders_per_customer: number | null;
  customers_at_start: number;
  is_over: boolean;
}

export interface RetentionReport {
  start: string;
  end: string;
  previous_start: string;
  previous_end: string;
  currency: string;
  customers_at_start: FigureValue;
  customers_at_end: FigureValue;
  customers_gained: FigureValue;
  customers_lost: FigureValue;
  retention_rate: FigureValue;
  churn_rate: FigureValue;
  orders: FigureValue;
  revenue: FigureValue;
  average_order_value: FigureValue;
  orders_per_customer: FigureValue;
  customer_value: FigureValue;
  lifespan: FigureValue;
  lifetime_value: FigureValue;
  benchmark: Benchmark;
  trend: RetentionPoint[];
}

export interface CohortRow {
  start: string;
  customers: number;
  returned: (number | null)[];
  open_from: number | null;
}

export interface CohortReport {
  by: Slice;
  end: string;
  rows: CohortRow[];
}
