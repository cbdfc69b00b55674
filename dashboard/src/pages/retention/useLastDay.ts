import { isPreset, spanOf, useScope } from '../../address/period';

/** What looks back ends with a period of the past; one that reaches today needs no date. */
export function useLastDay(): string | undefined {
  const { scope } = useScope();
  return isPreset(scope.period) ? undefined : spanOf(scope.period)?.end;
}
