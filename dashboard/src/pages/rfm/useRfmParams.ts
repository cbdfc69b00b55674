import { datesOf, isPreset, spanOf, useScope, useToday } from '../../address/period';
import type { Params } from '../../api/client';

/** The scores are those of the period's last moment, the moves those since its first. */
export function useRfmParams(): Params {
  const { scope, params } = useScope();
  const today = useToday();
  const dates = isPreset(scope.period) ? datesOf(scope.period, today) : spanOf(scope.period)!;
  // A period that reaches today means now, which is the server's default.
  return { as_of: dates.end > today ? undefined : dates.end, versus: dates.start, segment: params.segment };
}
