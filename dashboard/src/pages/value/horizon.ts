import { useTranslation } from 'react-i18next';
import type { ValueReport } from '../../api/value';
import { useFormats } from '../../format';

/** How far the report looks ahead, in words: days, or whole periods of renewals. */
export function useHorizon(value: ValueReport): string {
  const { t } = useTranslation('value');
  const format = useFormats();
  const { renewals, horizon_periods: periods } = value;
  return renewals ? t(`ahead.${renewals}`, { count: periods ?? 1 }) : format.days(value.horizon_days);
}
