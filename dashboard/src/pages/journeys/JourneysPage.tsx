import { Button, Group } from '@mantine/core';
import { IconBook2, IconPlus, IconRoute } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable } from '../../parts/table';
import { useJourneyColumns } from './columns';
import { NewJourney } from './NewJourney';
import { goalRate } from './run/figures';
import type { JourneyRow } from './shapes';

/** Every journey, what it does and how it goes. */
export default function JourneysPage() {
  const { t } = useTranslation('journeys');
  const go = useGo();
  const [address, change] = useAddress();
  const journeys = useReport('/api/journeys');
  const rows = journeys.data;
  const columns = useJourneyColumns();
  const make = (
    <Group gap="xs" justify="center">
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => change({ new: 'journey' })}>{t('list.new')}</Button>
      <Button size="xs" leftSection={<IconBook2 size={14} />} onClick={() => go('/plays')}>{t('list.play')}</Button>
    </Group>
  );
  return (
    <Page title={t('title')} finding={rows ? rows.length > 0 && <Finding rows={rows} /> : !journeys.isError && <FindingSkeleton />} actions={rows && rows.length > 0 && make}>
      {journeys.isError && <ErrorState error={journeys.error} onRetry={() => void journeys.refetch()} />}
      {rows?.length === 0 && <EmptyState icon={IconRoute} title={t('empty.title')} text={t('empty.text')} action={make} />}
      {rows?.length !== 0 && !(journeys.isError && !rows) && (
        <Panel isFlush>
          <DataTable
            label={t('title')} columns={columns} rows={rows} rowKey={(row) => row.name} isLoading={journeys.isLoading}
            onRow={(row) => go(`/journeys/${encodeURIComponent(row.name)}`)} firstSort={{ key: 'changed', order: 'desc' }}
          />
        </Panel>
      )}
      <NewJourney isOpen={address.new === 'journey'} taken={rows?.map((row) => row.name) ?? []} onClose={() => change({ new: undefined })} />
    </Page>
  );
}

/** The best one by its goal, or how many run. */
function Finding({ rows }: { rows: JourneyRow[] }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const running = rows.filter((row) => row.state?.status === 'running');
  const best = useMemo(() => rows.filter((row) => row.counts.goals > 0 && row.counts.entries >= 30).sort((one, other) => goalRate(other.counts)! - goalRate(one.counts)!)[0], [rows]);
  const inside = running.reduce((sum, row) => sum + row.counts.inside, 0);
  if (running.length === 0) return <>{t('finding.noneRuns', { count: rows.length })}</>;
  if (!best) return <Trans t={t} i18nKey="finding.run" count={running.length} values={{ inside: format.count(inside) }} components={{ b: <b /> }} />;
  return (
    <Trans
      t={t} i18nKey="finding.best" count={running.length} components={{ b: <b /> }}
      values={{ inside: format.count(inside), title: best.title, rate: format.share(goalRate(best.counts)!), entries: format.count(best.counts.entries) }}
    />
  );
}
