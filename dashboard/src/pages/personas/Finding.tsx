import { Trans, useTranslation } from 'react-i18next';
import type { PersonasReport } from '../../api/personas';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';

/** The most frequent persona, and the one that brings the most. */
export function Finding({ report }: { report: PersonasReport }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const reason = useReason();
  const largest = [...report.cards].sort((a, b) => (b.customers.value ?? 0) - (a.customers.value ?? 0))[0];
  const best = [...report.cards].sort((a, b) => (b.revenue_share.value ?? 0) - (a.revenue_share.value ?? 0))[0];
  if (!largest || !best) return null;
  const uncounted = report.cards.find((card) => card.orders > 0 && card.revenue.unavailable)?.revenue.unavailable;
  const values = {
    most: t(`persona.${largest.id}`), share: format.share(largest.share.value ?? 0, 0),
    best: t(`persona.${best.id}`), few: format.share(best.share.value ?? 0, 0), revenue: format.share(best.revenue_share.value ?? 0, 0),
  };
  if (uncounted) return <><Trans t={t} i18nKey="finding.only" values={values} components={{ b: <b /> }} /> {reason(uncounted)}</>;
  return <Trans t={t} i18nKey={best.revenue_share.value ? (best.id === largest.id ? 'finding.same' : 'finding.value') : 'finding.most'} values={values} components={{ b: <b /> }} />;
}
