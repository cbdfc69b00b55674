import { Trans, useTranslation } from 'react-i18next';
import { useReason } from '../../api/reasons';
import type { ValueReport } from '../../api/value';
import { useFormats } from '../../format';
import { useHorizon } from './horizon';

/** What today's customers will bring, in one sentence with its interval. */
export function Finding({ value }: { value: ValueReport }) {
  const { t } = useTranslation('value');
  const format = useFormats();
  const reason = useReason();
  const { expected_value: money, expected_purchases: orders } = value;
  const days = useHorizon(value);
  if (orders.value === null) return <>{reason(orders.unavailable)}</>;
  const figure = money.value === null ? orders : money;
  const shown = (amount: number | null) => format.unit(amount ?? 0, figure.unit, false, value.currency);
  return (
    <Trans
      t={t}
      i18nKey={money.value !== null ? 'finding.money' : value.renewals ? 'finding.renewals' : 'finding.orders'}
      values={{ days, expected: shown(figure.value), low: shown(figure.low), high: shown(figure.high), customers: format.count(value.buyers.value ?? 0) }}
      components={{ b: <b /> }}
    />
  );
}
