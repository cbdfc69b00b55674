import { Button } from '@mantine/core';
import { IconShoppingBag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton } from '../../parts/Skeletons';
import { Finding } from './Finding';
import { GridPanel } from './GridPanel';
import { MovesPanel } from './MovesPanel';
import { SegmentDetails } from './SegmentDetails';
import { SegmentsTable } from './SegmentsTable';
import { useRfmParams } from './useRfmParams';

/** Who bought how recently, how often and for how much; the ten segments and the moves between two dates. */
export default function RfmPage() {
  const { t } = useTranslation('rfm');
  const go = useGo();
  const format = useFormats();
  const [address, change] = useAddress();
  const report = useReport('/api/rfm', useRfmParams());
  const rfm = report.data;
  const isEmpty = rfm !== undefined && (rfm.unavailable !== null || rfm.customers === 0);
  const open = (id: string) => change({ open: id });
  return (
    <Page title={t('title')} finding={rfm && !isEmpty ? <Finding rfm={rfm} /> : undefined} pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}>
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && (
        <>
          <ChartSkeleton height={420} />
          <ChartSkeleton height={380} />
        </>
      )}
      {rfm && isEmpty && (
        <EmptyState
          icon={IconShoppingBag}
          title={t('empty.title', { date: format.date(rfm.as_of) })}
          text={t('empty.text')}
          action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>}
        />
      )}
      {rfm && !isEmpty && (
        <>
          <GridPanel rfm={rfm} onOpen={open} isStale={report.isPlaceholderData} />
          <SegmentsTable rfm={rfm} onOpen={open} isStale={report.isPlaceholderData} />
          <MovesPanel rfm={rfm} onOpen={open} />
          <SegmentDetails rfm={rfm} id={address.open} onClose={() => change({ open: undefined })} />
        </>
      )}
    </Page>
  );
}
