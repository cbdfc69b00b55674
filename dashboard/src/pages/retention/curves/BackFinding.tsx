import { Trans, useTranslation } from 'react-i18next';
import type { CurvesReport } from '../../../api/retention';
import { useFormats } from '../../../format';

/** How many came back so far, and how many the week after, in one sentence. */
export function BackFinding({ report }: { report: CurvesReport }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const week = report.curves.in_week.find((point) => point.n === 1);
  const ever = report.curves.since_day[0];
  const what = { began: report.began ?? t('curves.anything'), back: report.back ?? t('curves.anything'), count: report.curves.customers, customers: format.count(report.curves.customers) };
  if (!ever) return <Trans t={t} i18nKey="curves.found.early" values={what} components={{ b: <b /> }} />;
  if (!week) return <Trans t={t} i18nKey="curves.found.ever" values={{ ...what, ever: format.share(ever.share) }} components={{ b: <b /> }} />;
  return <Trans t={t} i18nKey="curves.found.week" values={{ ...what, ever: format.share(ever.share), week: format.share(week.share) }} components={{ b: <b /> }} />;
}
