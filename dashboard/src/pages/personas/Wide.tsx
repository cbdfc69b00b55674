import { Button, Select } from '@mantine/core';
import { IconBook2, IconFilter, IconUsers } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { useReason } from '../../api/reasons';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { Panel } from '../../parts/Panel';
import { Side } from './Side';
import classes from './Personas.module.css';

const ID = 'persona-wide';

interface WideProps {
  report: PersonasReport;
  card: PersonaCard;
  other: PersonaCard | undefined;
  onOther: (id: string | undefined) => void;
  onCustomers: (id: string) => void;
}

/** One persona opened wide, or two of them side by side. */
export function Wide({ report, card, other, onOther, onCustomers }: WideProps) {
  const { t } = useTranslation('personas');
  useEffect(() => document.getElementById(ID)?.scrollIntoView({ block: 'start', behavior: 'smooth' }), [card.id]);
  const others = report.cards.filter((each) => each.id !== card.id);
  return (
    <Panel
      id={ID}
      title={other ? t('compare.title', { one: t(`persona.${card.id}`), other: t(`persona.${other.id}`) }) : t(`persona.${card.id}`)}
      actions={
        <Select
          size="xs" clearable aria-label={t('compare.name')} placeholder={t('compare.name')} value={other?.id ?? null}
          onChange={(id) => onOther(id ?? undefined)} data={others.map((each) => ({ value: each.id, label: t(`persona.${each.id}`) }))}
        />
      }
    >
      <div className={classes.sides} data-two={other ? true : undefined}>
        {[card, ...(other ? [other] : [])].map((each) => (
          <article key={each.id} aria-label={t(`persona.${each.id}`)}>
            {other && <h3 className={classes.sideName}>{t(`persona.${each.id}`)}</h3>}
            <Actions card={each} report={report} onCustomers={onCustomers} />
            <Side card={each} report={report} isNarrow={Boolean(other)} />
          </article>
        ))}
      </div>
    </Panel>
  );
}

/** The rule, and what to do next. */
function Actions({ card, report, onCustomers }: { card: PersonaCard; report: PersonasReport; onCustomers: (id: string) => void }) {
  const { t } = useTranslation('personas');
  const go = useGo();
  const reason = useReason();
  return (
    <>
      <p className={classes.soft}>{t(`about.${card.id}`)}</p>
      {card.when && (report.by === 'account' ? <p className={classes.soft}>{t('segmentOfAccounts')}</p> : <code className={classes.when}>{card.when}</code>)}
      {!card.when && <p className={classes.soft}>{reason(card.when_unavailable)}</p>}
      <div className={classes.actions}>
        <Button size="xs" leftSection={<IconBook2 size={15} />} onClick={() => go('/plays', { play: card.play })}>{t('next', { play: t(`play.${card.play}`) })}</Button>
        {card.when && <Button size="xs" variant="default" leftSection={<IconFilter size={15} />} onClick={() => go('/segments/~new', { when: card.when ?? undefined })}>{t('segment')}</Button>}
        {Boolean(card.customers.value) && (
          <Button size="xs" variant="default" leftSection={<IconUsers size={15} />} onClick={() => onCustomers(card.id)}>{t(report.by === 'account' ? 'listMembers' : 'list')}</Button>
        )}
      </div>
    </>
  );
}
