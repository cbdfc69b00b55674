import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useLiveTick, type LiveMove } from '../../api/live';
import type { Board } from '../../api/lifecycle';
import { useFormats } from '../../format';
import { nameOf } from '../../parts/customer';
import { StageBadge } from '../../parts/StageBadge';
import classes from './LatestMoves.module.css';

const SHOWN = 3;

/** Who changed stage while the page was open, the newest first. New visitors stay out: they are the flow, not the news. */
export function LatestMoves({ board }: { board: Board }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const [moves, setMoves] = useState<LiveMove[]>([]);
  useLiveTick((tick) => {
    const news = tick.moves.filter((move) => move.from !== null).sort((a, b) => b.at.localeCompare(a.at));
    if (news.length > 0) setMoves((before) => [...news, ...before].slice(0, SHOWN));
  });
  const stage = (id: string) => board.stages.find((each) => each.id === id);
  return (
    <div className={classes.frame} data-testid="latest-moves">
      <h3 className={classes.title}>{t('latest.title')}</h3>
      {moves.length === 0 && <span className={classes.hint}>{t('latest.none')}</span>}
      <ul className={classes.list}>
        {moves.map((move) => (
          <li key={`${move.customer_id}${move.at}${move.to}`} className={classes.move}>
            <PageLink to={`/customers/${encodeURIComponent(move.customer_id)}`} className={classes.name}>{nameOf({ ...move, email: null }, t('frame:customer.anonymous')).name}</PageLink>
            <span className={classes.path}>
              <StageBadge stage={move.from} title={stage(move.from ?? '')?.title} color={stage(move.from ?? '')?.color} />
              <span aria-hidden>→</span>
              <StageBadge stage={move.to} title={stage(move.to ?? '')?.title} color={stage(move.to ?? '')?.color} />
            </span>
            <span className={classes.at}>{format.clock(move.at)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
