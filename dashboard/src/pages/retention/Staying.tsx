import { Button, SegmentedControl } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import { useReport } from '../../api/report';
import type { Slice } from '../../api/retention';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { PeriodPicker, Pickers, SegmentPicker, VersusPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { CohortPanel } from './CohortPanel';
import { Figures } from './Figures';
import { Finding } from './Finding';
import { RetentionFrame } from './RetentionFrame';
import { Trends } from './Trends';
import { useLastDay } from './useLastDay';

const COUNT: Record<Slice, number> = { month: 13, week: 16 };

/** How many stay, what they are worth, and how cohorts come back. */
export function Staying() {
  const { t } = useTranslation('retention');
  const go = useGo();
  const { params } = useScope();
  const [address, change] = useAddress();
  const by: Slice = address.by === 'week' ? 'week' : 'month';
  const asked = { ...params, by };
  const report = useReport('/api/retention', asked);
  const cohorts = useReport('/api/retention/cohorts', { by, count: COUNT[by], segment: params.segment, as_of: useLastDay() });
  const retention = report.data;
  const isEmpty = retention !== undefined && cohorts.data?.rows.every((row) => row.customers === 0) === true && !retention.customers_at_end.value && !retention.orders.value;
  const bySwitch = (
    <SegmentedControl
      size="xs"
      aria-label={t('by.name')}
      value={by}
      onChange={(value) => change({ by: value === 'week' ? 'week' : undefined }, { replace: true })}
      data={[{ value: 'month', label: t('by.month') }, { value: 'week', label: t('by.week') }]}
    />
  );
  return (
    <RetentionFrame
      view="staying"
      finding={retention && !isEmpty ? <Finding retention={retention} /> : undefined}
      pickers={<Pickers><PeriodPicker /><VersusPicker /><SegmentPicker /></Pickers>}
      actions={!isEmpty && bySwitch}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && (
        <>
          <TileSkeletons count={4} height={104} />
          <TileSkeletons count={4} height={92} />
          <ChartSkeleton height={320} />
        </>
      )}
      {retention && isEmpty && (
        <EmptyState icon={IconRepeat} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
      )}
      {retention && !isEmpty && (
        <>
          <Figures retention={retention} />
          <Trends retention={retention} by={by} isStale={report.isPlaceholderData} />
          {cohorts.isError && <ErrorState error={cohorts.error} onRetry={() => void cohorts.refetch()} />}
          {cohorts.isPending && <ChartSkeleton height={360} />}
          {cohorts.data && <CohortPanel cohorts={cohorts.data} isStale={cohorts.isPlaceholderData} />}
        </>
      )}
    </RetentionFrame>
  );
}
