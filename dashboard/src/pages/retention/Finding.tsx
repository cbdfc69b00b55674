import { Trans, useTranslation } from 'react-i18next';
import type { RetentionReport } from '../../api/retention';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';

/** Retention in one sentence, with what changed. */
export function Finding({ retention }: { retention: RetentionReport }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const reason = useReason();
  const { value, previous, unavailable } = retention.retention_rate;
  if (value === null) return <>{unavailable ? reason(unavailable) : t('finding.none')}</>;
  const difference = previous === null ? 0 : value - previous;
  const key = previous === null || Math.abs(difference) < 0.0005 ? 'same' : difference > 0 ? 'better' : 'worse';
  return (
    <Trans
      t={t}
      i18nKey={`finding.${key}`}
      values={{
        rate: format.share(value),
        before: previous === null ? '' : format.share(previous),
        count: retention.customers_at_start.value ?? 0,
        lost: format.count(retention.customers_lost.value ?? 0),
        gained: format.count(retention.customers_gained.value ?? 0),
        start: format.count(retention.customers_at_start.value ?? 0),
        span: format.span(retention.start, retention.end),
      }}
      components={{ b: <b /> }}
    />
  );
}
