import { Badge, Tabs } from '@mantine/core';
import { IconActivity, IconFileImport, IconPlugConnected, IconShieldExclamation } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { ImportTab } from './import/ImportTab';
import classes from './Intake.module.css';
import { IntakeCounts } from './IntakeCounts';
import { LiveTab } from './live/LiveTab';
import { QuarantineTab } from './quarantine/QuarantineTab';
import { useReasonTitle } from './reasons';
import type { Intake } from './shapes';
import { SourcesTab } from './sources/SourcesTab';

const TABS = [
  { id: 'sources', icon: IconPlugConnected, part: SourcesTab },
  { id: 'live', icon: IconActivity, part: LiveTab },
  { id: 'import', icon: IconFileImport, part: ImportTab },
  { id: 'quarantine', icon: IconShieldExclamation, part: QuarantineTab },
] as const;
type TabId = (typeof TABS)[number]['id'];

/** Every other parameter belongs to the tab that is left. */
const LEFT_BEHIND = {
  reason: undefined, from: undefined, source: undefined, record: undefined, run: undefined,
  offset: undefined, sort: undefined, order: undefined,
};

export default function DataPage() {
  const { t } = useTranslation('data');
  const format = useFormats();
  const [address, change] = useAddress();
  const intake = useReport('/api/intake');
  const shown: TabId = TABS.find((tab) => tab.id === address.tab)?.id ?? 'sources';
  const open = (id: string | null) => change({ ...LEFT_BEHIND, tab: id && id !== 'sources' ? id : undefined });
  const waiting = intake.data?.quarantined ?? 0;

  return (
    <Page title={t('title')} finding={intake.data ? <Finding intake={intake.data} /> : !intake.isError && <FindingSkeleton />}>
      {intake.isError && <ErrorState error={intake.error} onRetry={() => void intake.refetch()} />}
      <IntakeCounts intake={intake.data} />
      <Tabs value={shown} onChange={open} keepMounted={false}>
        <Tabs.List aria-label={t('tab.label')} className={classes.tabs}>
          {TABS.map(({ id, icon: Icon }) => (
            <Tabs.Tab
              key={id}
              value={id}
              leftSection={<Icon size={16} className={classes.tabIcon} aria-hidden />}
              rightSection={
                id === 'quarantine' && waiting > 0 ? (
                  <Badge size="sm" variant="light" color="orange" c="var(--warn)" className="tabular">{format.short(waiting)}</Badge>
                ) : undefined
              }
            >
              {t(`tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ id, part: Part }) => (
          <Tabs.Panel key={id} value={id}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

function Finding({ intake }: { intake: Intake }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const titleOf = useReasonTitle();
  if (intake.received === 0) return <>{t('finding.none')}</>;
  const most = [...intake.by_reason].sort((a, b) => b.count - a.count)[0];
  const key = intake.quarantined > 0 && most ? 'finding.waiting' : 'finding.fine';
  return (
    <Trans
      t={t}
      i18nKey={key}
      count={intake.quarantined}
      values={{
        formatted: format.count(intake.quarantined),
        received: format.count(intake.received),
        reason: most && titleOf(most.reason, most.title),
      }}
      components={{ b: <b /> }}
    />
  );
}
