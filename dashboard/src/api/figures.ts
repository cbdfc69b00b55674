/** Shapes of `measure/metrics/spec.py`: what a reported number carries. */

export type Unit = 'customers' | 'orders' | 'events' | 'share' | 'days' | 'money_micros' | 'count';

export interface FigureValue {
  definition: string;
  unit: Unit;
  value: number | null;
  unavailable: string | null;
  previous: number | null;
  low: number | null;
  high: number | null;
  is_small_sample: boolean;
}

export interface Definition {
  key: string;
  title: string;
  text: string;
  formula: string;
  source: string;
}

export interface Benchmark {
  low: number;
  high: number;
  text: string;
}
