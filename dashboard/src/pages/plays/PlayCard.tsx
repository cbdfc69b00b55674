import { Badge, Button } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import type { Shape } from '../../api/contract';
import { useStageTitle } from '../../api/maps';
import { useJourneyTitle } from '../../api/titles';
import { useFormats } from '../../format';
import { useOutcome } from '../../parts/outcome/useOutcome';
import classes from './Plays.module.css';

export type Play = Shape<'PlayRow'>;

/** The play's words in the operator's language, where it has them. */
export function usePlayWords(): (words: { en: string; ja: string }) => string {
  const { i18n } = useTranslation();
  return (words) => (i18n.language === 'ja' ? words.ja : words.en);
}

/** The way to what was taken. Each journey of a play is launched by itself, so none is hidden behind another. */
function Taken({ journeys }: { journeys: string[] }) {
  const { t } = useTranslation('plays');
  const titleOf = useJourneyTitle();
  const way = (name: string, words: string) => <PageLink key={name} to={`/journeys/${encodeURIComponent(name)}`}>{words}</PageLink>;
  if (journeys.length === 1) return way(journeys[0]!, t('open'));
  return <ul className={classes.ways} aria-label={t('openEach', { count: journeys.length })}>{journeys.map((name) => <li key={name}>{way(name, titleOf(name))}</li>)}</ul>;
}

/** What a play promises, what it needs and what of it is there. */
export function PlayCard({ play, isFitting, onTake }: { play: Play; isFitting: boolean; onTake: () => void }) {
  const { t } = useTranslation('plays');
  const format = useFormats();
  const say = usePlayWords();
  const stageTitle = useStageTitle();
  const outcome = useOutcome();
  const needs = [...play.needs.events, ...play.needs.traits];
  return (
    <article className={classes.card} data-fitting={isFitting || undefined}>
      <header className={classes.head}>
        <h2>{say(play.title)}</h2>
        {isFitting && <Badge variant="light" color="evergreen" tt="none">{t('fitting')}</Badge>}
        {play.is_used && <Badge variant="light" color="gray" tt="none">{t('used')}</Badge>}
      </header>
      <p className={classes.promise}>{say(play.promise)}</p>
      <dl className={classes.facts}>
        <dt>{t('goal')}</dt><dd>{say(play.goal)}</dd>
        <dt>{t('moves')}</dt><dd>{play.moves.map((move) => t('move', { from: stageTitle(move.source), to: stageTitle(move.target) })).join(', ')}</dd>
        <dt>{t('channels')}</dt><dd>{format.list(play.channels.map(outcome.channel))}</dd>
        <dt>{t('needs')}</dt>
        <dd>
          <ul className={classes.needs}>
            {needs.map((need) => (
              <li key={need.name} data-missing={need.count === 0 || undefined}>
                {need.count > 0 ? <IconCheck size={13} aria-hidden /> : <IconCircleDashed size={13} aria-hidden />}
                <span>{need.name}</span>
                <span className="num">{need.count > 0 ? format.count(need.count) : t('missing')}</span>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      <footer className={classes.foot}>
        {play.is_used && play.journeys.length > 0
          ? <Taken journeys={play.journeys} />
          : <Button size="xs" variant={isFitting ? 'filled' : 'default'} onClick={onTake}>{t('take')}</Button>}
      </footer>
    </article>
  );
}
