import { Tabs } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { ChartSkeleton } from '../../parts/Skeletons';
import { ConnectPanel } from './ConnectPanel';
import { ConnectionCard } from './ConnectionCard';
import classes from './Channels.module.css';
import { GuardsTab } from './GuardsTab';
import { KindCards } from './KindCards';
import { failureShare, standingOf, type Connection, type Kind } from './shapes';
import { TopicsTab } from './topics/TopicsTab';

const TABS = ['channels', 'guards', 'topics'] as const;

/** What carries messages, what holds them back, and what they may be about. */
export default function ChannelsPage() {
  const { t } = useTranslation('channels');
  const [address, change] = useAddress();
  const channels = useReport('/api/channels');
  const tab = TABS.find((each) => each === address.tab) ?? 'channels';
  return (
    <Page title={t('title')} finding={channels.data ? <Finding connections={channels.data.connections} /> : !channels.isError && <FindingSkeleton />}>
      <Tabs value={tab} onChange={(next) => change({ tab: next === 'channels' ? undefined : (next ?? undefined), connect: undefined, edit: undefined })} keepMounted={false}>
        <Tabs.List mb="lg">
          {TABS.map((each) => <Tabs.Tab key={each} value={each}>{t(`tab.${each}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="channels">
          {channels.isError && <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />}
          {channels.isPending && <ChartSkeleton height={360} />}
          {channels.data && <Channels kinds={channels.data.kinds} connections={channels.data.connections} />}
        </Tabs.Panel>
        <Tabs.Panel value="guards"><GuardsTab /></Tabs.Panel>
        <Tabs.Panel value="topics"><TopicsTab /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Channels({ kinds, connections }: { kinds: Kind[]; connections: Connection[] }) {
  const { t } = useTranslation('channels');
  const [address, change] = useAddress();
  const edited = connections.find((each) => each.id === address.edit) ?? null;
  const kind = kinds.find((each) => each.kind === (edited?.kind ?? address.connect)) ?? null;
  return (
    <div className={classes.main}>
      {connections.length > 0 && (
        <section>
          <h2 className={classes.heading}>{t('connected')}</h2>
          <div className={classes.cards}>
            {connections.map((each) => <ConnectionCard key={each.id} connection={each} onEdit={() => change({ edit: each.id })} />)}
          </div>
        </section>
      )}
      <section>
        <h2 className={classes.heading}>{t('connectable')}</h2>
        <KindCards kinds={kinds} connections={connections} onConnect={(next) => change({ connect: next.kind })} />
        <p className={classes.quiet}><Trans t={t} i18nKey="audiences" components={{ a: <PageLink to="/segments" /> }} /></p>
      </section>
      <ConnectPanel kind={kind} connection={edited} onClose={() => change({ connect: undefined, edit: undefined })} onEdit={(id) => change({ connect: undefined, edit: id })} />
    </div>
  );
}

function Finding({ connections }: { connections: Connection[] }) {
  const { t } = useTranslation('channels');
  const format = useFormats();
  if (connections.length === 0) return <>{t('finding.none')}</>;
  const worst = [...connections].sort((a, b) => (failureShare(b.tries) ?? 0) - (failureShare(a.tries) ?? 0))[0]!;
  const share = failureShare(worst.tries);
  const broken = connections.filter((each) => standingOf(each) === 'broken');
  if (broken.length > 0) return <Trans t={t} i18nKey="finding.broken" count={broken.length} values={{ formatted: format.count(broken.length), all: format.count(connections.length), name: broken[0]!.name }} components={{ b: <b /> }} />;
  const sent = connections.reduce((sum, each) => sum + each.tries.sent, 0);
  return (
    <Trans
      t={t} i18nKey={share ? 'finding.failing' : sent ? 'finding.well' : 'finding.quiet'} count={connections.length} components={{ b: <b /> }}
      values={{ connections: format.count(connections.length), sent: format.count(sent), name: worst.name, share: format.share(share ?? 0) }}
    />
  );
}
