import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconRoute2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import type { Model } from '../../api/attribution';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { Figures } from './Figures';
import { Finding } from './Finding';
import { Landing } from './Landing';
import { Models } from './Models';
import { Money } from './Money';
import { Paths } from './Paths';

const WINDOWS = ['7', '30', '90'];
const MODELS: Model[] = ['first', 'last', 'linear', 'position', 'decay', 'markov', 'shapley'];

/** Where orders come from by every model, what that costs, and which landing pages lose visitors. */
export default function SourcesPage() {
  const { t } = useTranslation('attribution');
  const go = useGo();
  const { params } = useScope();
  const [address, change] = useAddress();
  const by = address.by === 'campaign' ? 'campaign' : 'channel';
  const days = WINDOWS.includes(String(address.back)) ? String(address.back) : '30';
  const model = MODELS.find((each) => each === address.model) ?? 'shapley';
  const report = useReport('/api/attribution', { period: params.period, segment: params.segment, by, model, window_days: Number(days) }, { isLive: false });
  const shown = report.data;
  const isEmpty = shown?.visits.value === 0 && shown.conversions.value === 0;
  const isStale = report.isPlaceholderData;
  return (
    <Page
      title={t('title')}
      finding={shown && !isEmpty ? <Finding report={shown} /> : undefined}
      pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}
      actions={!isEmpty && (
        <>
          <Select
            size="xs"
            w={130}
            aria-label={t('window.name')}
            allowDeselect={false}
            value={days}
            onChange={(value) => change({ back: value === '30' ? undefined : value ?? undefined }, { replace: true })}
            data={WINDOWS.map((each) => ({ value: each, label: t('window.days', { count: Number(each) }) }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('by.name')}
            value={by}
            onChange={(value) => change({ by: value === 'channel' ? undefined : value }, { replace: true })}
            data={[{ value: 'channel', label: t('by.channel') }, { value: 'campaign', label: t('by.campaign') }]}
          />
        </>
      )}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={4} height={92} /><ChartSkeleton height={300} /></>}
      {shown && isEmpty && (
        <EmptyState icon={IconRoute2} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
      )}
      {shown && !isEmpty && (
        <>
          <Figures report={shown} />
          {shown.visits.value === 0 && (
            <EmptyState icon={IconRoute2} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
          )}
          <Models report={shown} isStale={isStale} />
          <Money report={shown} isStale={isStale} onModel={(next) => change({ model: next === 'shapley' ? undefined : next }, { replace: true })} onImported={() => void report.refetch()} />
          <Landing report={shown} isStale={isStale} />
          <Paths report={shown} isStale={isStale} />
        </>
      )}
    </Page>
  );
}
