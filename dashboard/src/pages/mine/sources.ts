import type { Address } from '../../address';
import { datesOf, FIRST_PRESET, isPreset, spanOf } from '../../address/period';
import type { Params } from '../../api/client';
import type { KeptPredictions } from '../../api/predictions';
import { paramsOf as checkParams } from '../conformance/asked';
import { draftOf as funnelOf, paramsOf as funnelParams } from '../funnel/asked';
import { paramsOf as pathParams } from '../paths/asked';
import { draftOf as curvesOf, paramsOf as curvesParams } from '../retention/curves/asked';

export interface Span { start: string; end: string }
export interface Question { path: string; params: Params }

/** What the server is asked for a page's question over a span of days; `span` null means the 28 days up to now. */
type Ask = (asked: Address, span: Span | null) => Question;

const over = (span: Span | null) => (span ? `${span.start}..${span.end}` : undefined);
const whom = (asked: Address) => asked.segment;
const until = (span: Span | null) => span?.end;

const ASK: Record<string, Ask> = {
  lifecycle: (asked, span) => ({ path: '/api/lifecycle', params: { period: over(span), versus: asked.versus, segment: whom(asked) } }),
  rfm: (asked, span) => ({ path: '/api/rfm', params: { as_of: until(span), versus: span?.start, segment: whom(asked) } }),
  retention: (asked, span) => {
    if (asked.view === 'lasting') return { path: '/api/retention/survival', params: { as_of: until(span), segment: whom(asked), by: asked.apart } };
    if (asked.view === 'back') return { path: '/api/retention/curves', params: { ...curvesParams(curvesOf(asked)), period: over(span), segment: whom(asked), by: asked.apart } };
    return { path: '/api/retention', params: { period: over(span), versus: asked.versus, segment: whom(asked), by: asked.by } };
  },
  value: (asked, span) => ({ path: '/api/value', params: { period: over(span), segment: whom(asked), horizon_days: asked.horizon, renewals: asked.renewals } }),
  funnels: (asked, span) => ({ path: '/api/funnel', params: { ...funnelParams(funnelOf(asked)), period: over(span), versus: asked.versus, segment: whom(asked), by: asked.by } }),
  sources: (asked, span) => ({ path: '/api/attribution', params: { period: over(span), segment: whom(asked), by: asked.by, model: asked.model, window_days: asked.back } }),
  paths: (asked, span) => ({ path: '/api/paths', params: { ...pathParams(asked), period: over(span), versus: asked.versus, segment: whom(asked) } }),
  'map-check': (asked, span) => ({ path: '/api/conformance', params: { ...checkParams(asked), period: over(span), versus: asked.versus, segment: whom(asked) } }),
  predictions: () => ({ path: '/api/predictions', params: {} }),
  recommendations: (asked, span) => ({ path: '/api/recommendations/bought-together', params: { period: over(span), segment: whom(asked), support: asked.support, confidence: asked.confidence } }),
  personas: (asked, span) => ({ path: '/api/personas', params: { period: over(span), segment: whom(asked), product: asked.product, category: asked.category, by: asked.by, account_trait: asked.account_trait } }),
};

/** Whether a tile can be made of the page. */
export function hasTiles(page: string): boolean {
  return page in ASK;
}

/** Whether the page can be asked about periods past; of what is foretold only the last is kept. */
export function hasPast(page: string): boolean {
  return page !== 'predictions';
}

/** The part of an answer that the question is about: of the models, the chosen one, with all beside it. */
export function answerFor(page: string, asked: Address, answer: unknown): unknown {
  if (page !== 'predictions' || !answer) return answer;
  const { models, as_of } = answer as KeptPredictions;
  const chosen = models.find((each) => each.model === asked.model) ?? models.find((each) => each.unavailable === null) ?? models[0];
  return chosen ? { ...chosen, as_of, models } : answer;
}

/** The days a saved period means today. */
export function spanToday(asked: Address, today: string): Span {
  const period = asked.period ?? FIRST_PRESET;
  return (isPreset(period) ? datesOf(period, today) : spanOf(period)) ?? datesOf(FIRST_PRESET, today);
}

export function questionOf(page: string, asked: Address, today: string): Question {
  const isFirst = (asked.period ?? FIRST_PRESET) === FIRST_PRESET;
  return ASK[page]!(asked, isFirst ? null : spanToday(asked, today));
}

const DAY = 86_400_000;

/** The same question over as long a time, `back` times before. */
export function questionBefore(page: string, asked: Address, today: string, back: number): Question & { span: Span } {
  const span = spanToday(asked, today);
  const length = Date.parse(span.end) - Date.parse(span.start);
  const moved = (date: string) => new Date(Date.parse(date) - back * Math.max(DAY, length)).toISOString().slice(0, 10);
  const before = { start: moved(span.start), end: moved(span.end) };
  return { ...ASK[page]!(asked, before), span: before };
}
