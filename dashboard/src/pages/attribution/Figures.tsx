import { useTranslation } from 'react-i18next';
import type { SourcesReport } from '../../api/attribution';
import { Figure } from '../../parts/Figure';
import classes from './Sources.module.css';

/** What came, and what it cost, whichever source gets the credit. */
export function Figures({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  return (
    <div className={classes.groups}>
      <div className={classes.figures}>
        <Figure label={t('figure.visits')} figure={report.visits} isNeutral />
        <Figure label={t('figure.conversions')} figure={report.conversions} isNeutral />
        <Figure label={t('figure.newcomers')} figure={report.newcomers} isNeutral />
        <Figure label={t('figure.revenue')} figure={report.revenue} isNeutral />
        {!report.spend_unavailable && <Figure label={t('figure.spend')} figure={report.spend} isNeutral />}
        {!report.spend_unavailable && <Figure label={t('figure.cost_per_newcomer')} figure={report.cost_per_newcomer} isLessBetter />}
        {!report.spend_unavailable && <Figure label={t('figure.return_on_spend')} figure={report.return_on_spend} />}
        <Figure label={t('figure.without_visit')} figure={report.without_visit} isLessBetter />
      </div>
    </div>
  );
}
