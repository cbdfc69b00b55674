import { Trans, useTranslation } from 'react-i18next';
import type { RfmReport } from '../../api/rfm';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';

const BEST = ['champion', 'loyal'];
const GOING = ['at_risk', 'cannot_lose_them'];

/** Who brings the money, and how many of the good ones are going quiet. */
export function Finding({ rfm }: { rfm: RfmReport }) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const reason = useReason();
  const sum = (ids: string[], of: (segment: RfmReport['segments'][number]) => number) =>
    rfm.segments.filter((segment) => ids.includes(segment.id)).reduce((total, segment) => total + of(segment), 0);
  const best = sum(BEST, (segment) => segment.customers.value ?? 0);
  const going = sum(GOING, (segment) => segment.customers.value ?? 0);
  const revenue = sum(BEST, (segment) => segment.revenue_micros ?? 0);
  if (rfm.revenue_unavailable) {
    return (
      <>
        <Trans
          t={t} i18nKey={going > 0 ? 'finding.bothCounted' : 'finding.bestCounted'} components={{ b: <b /> }}
          values={{ best: format.count(best), bestShare: format.share(best / rfm.customers, 0), going: format.count(going) }}
        />
        {' '}
        {reason(rfm.revenue_unavailable)}
      </>
    );
  }
  return (
    <Trans
      t={t}
      i18nKey={going > 0 ? 'finding.both' : 'finding.best'}
      values={{
        best: format.count(best),
        bestShare: format.share(best / rfm.customers, 0),
        revenueShare: rfm.revenue_micros ? format.share(revenue / rfm.revenue_micros, 0) : '–',
        going: format.count(going),
        worth: format.moneyShort(sum(GOING, (segment) => segment.revenue_micros ?? 0), rfm.currency),
      }}
      components={{ b: <b /> }}
    />
  );
}
