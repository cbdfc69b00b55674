import { Button } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useReport } from '../../api/report';
import { useMessageTitle } from '../../api/titles';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { StateBadge } from '../../parts/outcome/StateBadge';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import classes from './Campaigns.module.css';
import type { Campaign } from './document';
import { draftOf } from './document';
import { NewCampaign } from './NewCampaign';
import { useNext, useWhen } from './useWhen';
import { useWaits } from './useWaits';

/** Every campaign: to whom, when, and what became of it. */
export default function CampaignsPage() {
  const { t } = useTranslation('campaigns');
  const go = useGo();
  const [address, change] = useAddress();
  const campaigns = useReport('/api/campaigns');
  const rows = campaigns.data;
  const columns = useColumns();
  const make = <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => change({ new: 'campaign' })}>{t('list.new')}</Button>;
  return (
    <Page title={t('title')} finding={rows ? rows.length > 0 && <Finding rows={rows} /> : !campaigns.isError && <FindingSkeleton />} actions={rows && rows.length > 0 && make}>
      {campaigns.isError && <ErrorState error={campaigns.error} onRetry={() => void campaigns.refetch()} />}
      {rows?.length === 0 && <EmptyState icon={IconSpeakerphone} title={t('empty.title')} text={t('empty.text')} action={make} />}
      {rows?.length !== 0 && !(campaigns.isError && !rows) && (
        <Panel isFlush>
          <DataTable
            label={t('title')} columns={columns} rows={rows} rowKey={(row) => row.name} isLoading={campaigns.isLoading}
            onRow={(row) => go(`/campaigns/${encodeURIComponent(row.name)}`)} firstSort={{ key: 'title', order: 'asc' }}
          />
        </Panel>
      )}
      <NewCampaign isOpen={address.new === 'campaign'} taken={rows?.map((row) => row.name) ?? []} onClose={() => change({ new: undefined })} />
    </Page>
  );
}

function Finding({ rows }: { rows: Campaign[] }) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const on = rows.filter((row) => row.status === 'running' || row.status === 'sending').length;
  const sent = rows.reduce((sum, row) => sum + row.counts.sent, 0);
  const all = rows.reduce((sum, row) => sum + row.counts.entries, 0);
  if (all === 0) return <>{on === 0 ? t('finding.idle') : t('finding.none', { count: on })}</>;
  return <Trans t={t} i18nKey="finding.some" count={on} values={{ sent: format.count(sent), all: format.count(all), share: format.share(sent / all) }} components={{ b: <b /> }} />;
}

function useColumns(): Column<Campaign>[] {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const when = useWhen();
  const messageTitle = useMessageTitle();
  return useMemo(() => [
    {
      key: 'title', title: t('column.title'), isSortable: true, value: (row) => row.title,
      cell: (row) => (
        <PageLink to={`/campaigns/${encodeURIComponent(row.name)}`} className={classes.who} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          <b>{row.title}</b><span className={classes.small}>{messageTitle(draftOf(row.document).message)}</span>
        </PageLink>
      ),
    },
    { key: 'status', title: t('column.status'), isSortable: true, value: (row) => row.status, cell: (row) => <Stands campaign={row} /> },
    { key: 'when', title: t('column.when'), isMinor: true, cell: (row) => when(draftOf(row.document).when), value: (row) => when(draftOf(row.document).when) },
    { key: 'runs', title: t('column.runs'), isNumber: true, isMinor: true, isSortable: true, value: (row) => row.runs.length, cell: (row) => format.count(row.runs.length) },
    { key: 'customers', title: t('column.entries'), isNumber: true, isSortable: true, value: (row) => row.counts.entries, cell: (row) => format.count(row.counts.entries) },
    { key: 'sent', title: t('column.sent'), isNumber: true, isSortable: true, value: (row) => row.counts.sent, cell: (row) => format.count(row.counts.sent) },
  ], [t, format, when, messageTitle]);
}

/** Its state, with what its messages wait for or when it goes out next. */
function Stands({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const waits = useWaits()(campaign, false);
  const next = useNext()(campaign.next);
  return (
    <span className={classes.who}>
      <StateBadge status={campaign.status} />
      {waits && <span className={classes.small}>{waits}</span>}
      {next && <span className={classes.small}>{t('finding.next', { next })}</span>}
    </span>
  );
}
