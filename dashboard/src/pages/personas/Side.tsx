import { useTranslation } from 'react-i18next';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Characteristics, Shares } from './Characteristics';
import { Clusters } from './Clusters';
import classes from './Personas.module.css';
import { Story } from './Story';
import { Typical } from './Typical';

/** Everything that is known of a persona. */
export function Side({ card, report, isNarrow }: { card: PersonaCard; report: PersonasReport; isNarrow: boolean }) {
  const { t, i18n } = useTranslation('personas');
  const format = useFormats();
  if (!card.customers.value) return <p className={classes.soft}>{t('story.nobody')}</p>;
  const said = card.revenue_share.unavailable;
  return (
    <div className={classes.side}>
      <Story key={`${card.id} ${report.as_of} ${report.by} ${report.product} ${report.category} ${card.customers.value} ${i18n.language}`} card={card} report={report} />
      <FigureGrid>
        <Figure label={t('figure.share')} figure={card.share} isNeutral />
        <Figure label={t('figure.customers')} figure={card.customers} isNeutral />
        <Figure label={t('figure.revenue')} figure={card.revenue} saidReason={said} />
        <Figure label={t('figure.revenueShare')} figure={card.revenue_share} />
        <Figure label={t('figure.each')} figure={card.revenue_per_customer} saidReason={said} />
        <Figure label={t('figure.order')} figure={card.average_order} saidReason={said} />
      </FigureGrid>
      <div className={classes.two} data-narrow={isNarrow || undefined}>
        <section>
          <h3 className={classes.part}>{t('stops.title')}</h3>
          {card.stops.length ? <Shares kind="stop" rows={card.stops} /> : <p className={classes.soft}>{t('stops.none')}</p>}
        </section>
        {card.typical && <Typical typical={card.typical} isAccount={report.by === 'account'} currency={report.currency} />}
      </div>
      <section>
        <h3 className={classes.part}>{t('shared.title')}</h3>
        <p className={classes.soft}>{t('shared.text', { count: card.looked_at, customers: format.count(card.looked_at), compared: format.count(report.compared) })}</p>
        <Characteristics groups={card.groups} />
      </section>
      <Clusters card={card} />
    </div>
  );
}
