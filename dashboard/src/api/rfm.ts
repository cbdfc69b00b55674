/** Shapes of `measure/rfm/spec.py`. */
import type { FigureValue } from './figures';

export interface RfmCell {
  r: number;
  f: number;
  segment: string;
  customers: number;
  average_revenue_micros: number | null;
  average_monetary_score: number | null;
}

export interface RfmSegment {
  id: string;
  title: string;
  cells: string[];
  customers: FigureValue;
  share: number;
  revenue_micros: number;
  average_revenue_micros: number | null;
  average_orders: number | null;
  average_recency_days: number | null;
}

export interface RfmMove {
  source: string | null;
  target: string;
  customers: number;
}

export interface RfmReport {
  as_of: string;
  versus: string;
  currency: string;
  customers: number;
  orders: number;
  revenue_micros: number;
  cells: RfmCell[];
  segments: RfmSegment[];
  moves: RfmMove[];
  unavailable: string | null;
}
