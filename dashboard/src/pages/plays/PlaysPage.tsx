import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useStageTitle } from '../../api/maps';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { TileSkeletons } from '../../parts/Skeletons';
import { PlayCard, type Play } from './PlayCard';
import classes from './Plays.module.css';
import { TakePlay } from './TakePlay';

/** Ready journeys for each move of the lifecycle; `from` and `to` name the leak that is to be closed. */
export default function PlaysPage() {
  const { t } = useTranslation('plays');
  const [address, change] = useAddress();
  const { from, to, play: wanted } = address;
  const isForMove = Boolean(from && to);
  const plays = useReport('/api/plays', { from, to }, { isLive: false });
  const [taking, setTaking] = useState<Play | null>(null);
  const rows = wanted && plays.data ? [...plays.data].sort((a, b) => Number(b.name === wanted) - Number(a.name === wanted)) : plays.data;
  return (
    <Page
      title={t('title')}
      back={<PageLink to={isForMove ? '/lifecycle' : '/journeys'} className={classes.back}><IconChevronLeft size={15} aria-hidden />{t(isForMove ? 'backBoard' : 'back')}</PageLink>}
      finding={rows ? <Finding plays={rows} from={from} to={to} /> : !plays.isError && <FindingSkeleton />}
      actions={isForMove && <Button size="xs" variant="default" onClick={() => change({ from: undefined, to: undefined })}>{t('all')}</Button>}
    >
      {plays.isError && <ErrorState error={plays.error} onRetry={() => void plays.refetch()} />}
      {plays.isPending && <TileSkeletons count={6} height={220} />}
      {rows?.length === 0 && <EmptyState title={t('none')} text={t('noneText')} action={<Button onClick={() => change({ from: undefined, to: undefined })}>{t('all')}</Button>} />}
      {rows && rows.length > 0 && (
        <div className={classes.grid}>
          {rows.map((play, index) => <PlayCard key={play.name} play={play} isFitting={(isForMove && index === 0) || play.name === wanted} onTake={() => setTaking(play)} />)}
        </div>
      )}
      <TakePlay play={taking} onClose={() => setTaking(null)} />
    </Page>
  );
}

function Finding({ plays, from, to }: { plays: Play[]; from: string | undefined; to: string | undefined }) {
  const { t, i18n } = useTranslation('plays');
  const titleOf = useStageTitle();
  const ready = plays.filter((play) => play.needs.is_ready).length;
  const first = plays[0];
  if (from && to && first) {
    const title = first.title[i18n.language === 'ja' ? 'ja' : 'en'];
    return <Trans t={t} i18nKey={first.is_used ? 'finding.taken' : first.needs.is_ready ? 'finding.fitting' : 'finding.fittingNotReady'} values={{ title, from: titleOf(from), to: titleOf(to) }} components={{ b: <b /> }} />;
  }
  return <Trans t={t} i18nKey="finding.ready" count={ready} values={{ all: plays.length }} components={{ b: <b /> }} />;
}
