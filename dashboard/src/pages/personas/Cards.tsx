import { useTranslation } from 'react-i18next';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { useFormats } from '../../format';
import classes from './Personas.module.css';
import { useStory } from './useStory';

interface CardsProps {
  report: PersonasReport;
  open: string | undefined;
  isStale: boolean;
  onOpen: (id: string | undefined) => void;
}

/** A card for each persona; a click opens it wide below. */
export function Cards({ report, open, isStale, onOpen }: CardsProps) {
  return (
    <ul className={classes.cards} data-stale={isStale || undefined}>
      {report.cards.map((card) => (
        <li key={card.id}><Card card={card} report={report} isOpen={open === card.id} onOpen={onOpen} /></li>
      ))}
    </ul>
  );
}

function Card({ card, report, isOpen, onOpen }: { card: PersonaCard; report: PersonasReport; isOpen: boolean; onOpen: CardsProps['onOpen'] }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const story = useStory()(card, report);
  const share = card.share.value ?? 0;
  return (
    <button type="button" className={classes.card} aria-expanded={isOpen} aria-controls="persona-wide" onClick={() => onOpen(isOpen ? undefined : card.id)}>
      <span className={classes.cardName}>{t(`persona.${card.id}`)}</span>
      <span className={classes.cardLine}>
        <span className={classes.cardNumber}>{format.share(share)}</span>
        <span className={classes.soft}>{t(report.by === 'account' ? 'organizations' : 'customers', { count: card.customers.value ?? 0, customers: format.count(card.customers.value ?? 0) })}</span>
      </span>
      <Bar label={t('ofCustomers')} share={share} />
      {card.revenue_share.value !== null && <Bar label={t('ofRevenue')} share={card.revenue_share.value} isMoney />}
      <span className={classes.cardStory}>{story.slice(1).join(' ') || (share ? t(`about.${card.id}`) : story[0])}</span>
    </button>
  );
}

function Bar({ label, share, isMoney }: { label: string; share: number; isMoney?: boolean }) {
  const format = useFormats();
  return (
    <span className={classes.cardBar}>
      <span className={classes.track}>{share > 0 && <span className={classes.fill} data-money={isMoney || undefined} style={{ width: `${100 * share}%` }} />}</span>
      <span className={classes.barLabel}>{label} <b className="tabular">{format.share(share, 0)}</b></span>
    </span>
  );
}
