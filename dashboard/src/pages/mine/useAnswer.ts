import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useToday } from '../../address/period';
import { api, type Params } from '../../api/client';
import type { SavedReport } from '../../api/saved';
import type { TrendPoint } from '../../charts/TrendChart';
import { figureAt, figuresOf, type Found } from './figures';
import { answerFor, hasPast, questionBefore, questionOf } from './sources';

const STALE_MS = 60_000;
const PAST_STALE_MS = 900_000;
export const PERIODS = 6;

/** A report is asked by the address its page would ask; which one is known only when the page is. */
async function ask(path: string, params: Params, signal: AbortSignal): Promise<unknown> {
  return api.get(path as '/api/retention', params as never, signal);
}

/** What the saved question gives today. */
export function useAnswer(report: SavedReport) {
  const question = questionOf(report.page, report.ask, useToday());
  return useQuery({
    queryKey: [question.path, question.params],
    queryFn: ({ signal }) => ask(question.path, question.params, signal),
    placeholderData: keepPreviousData,
    select: (answer: unknown) => answerFor(report.page, report.ask, answer),
    staleTime: STALE_MS,
    meta: { isLive: false },
  });
}

/** A figure over the last six periods, the present one last. */
export function useTrend(report: SavedReport, now: Found | undefined, isWanted: boolean): TrendPoint[] {
  const today = useToday();
  const before = Array.from({ length: PERIODS - 1 }, (_, index) => questionBefore(report.page, report.ask, today, PERIODS - 1 - index));
  const answers = useQueries({
    queries: before.map(({ path, params }) => ({
      queryKey: [path, params],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(path, params, signal),
      staleTime: PAST_STALE_MS,
      enabled: isWanted && now !== undefined && hasPast(report.page),
      meta: { isLive: false },
    })),
  });
  if (!now || !hasPast(report.page)) return [];
  const past = answers.map((answer, index) => {
    const figure = answer.data ? figureAt(figuresOf(answer.data), now.key)?.figure : undefined;
    return { start: before[index]!.span.start, value: figure?.value ?? null, low: figure?.low ?? null, high: figure?.high ?? null, isOver: true };
  });
  const here = questionBefore(report.page, report.ask, today, 0).span;
  return [...past, { start: here.start, value: now.figure.value, low: now.figure.low, high: now.figure.high, isOver: here.end <= today }];
}

/** How a number is called: its definition's title, and the day or week it is read at. */
export function useFigureName(): (found: { key: string; figure: { definition: string } }) => string {
  const { t } = useTranslation(['saved', 'definitions']);
  const titles = useQuery({ queryKey: ['/api/definitions'], queryFn: () => api.get('/api/definitions'), staleTime: Infinity }).data;
  return ({ key, figure }) => {
    const title = t(`definitions:${figure.definition}.title`, { defaultValue: titles?.[figure.definition]?.title ?? figure.definition });
    const number = /(?:day|week|since|again)_(\d+)$/.exec(key)?.[1];
    return number && /\bN/.test(title) ? title.replace(/\bN/, number) : title;
  };
}
