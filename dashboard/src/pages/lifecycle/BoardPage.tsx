import { Button } from '@mantine/core';
import { IconPencil, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import { useReport } from '../../api/report';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker, VersusPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { BoardPanel } from './BoardPanel';
import { CloseLeak } from './CloseLeak';
import { Details } from './Details';
import { Finding } from './Finding';
import { FlowPanel } from './FlowPanel';
import { MovesTable } from './MovesTable';
import { MoveTrends } from './MoveTrends';

/** The page everyone sees first: where customers stand, how they move, where most are lost. */
export default function BoardPage() {
  const { t } = useTranslation('lifecycle');
  const { params } = useScope();
  const [address, change] = useAddress();
  const go = useGo();
  const report = useReport('/api/lifecycle', params);
  const board = report.data;
  const isEmpty = board?.customers === 0 && board.stages.every((stage) => !stage.customers.value);
  const open = (what: string) => change({ open: what });
  return (
    <Page
      title={t('title')}
      finding={board && !isEmpty ? <Finding board={board} onOpen={open} /> : undefined}
      pickers={<Pickers><PeriodPicker /><VersusPicker /><SegmentPicker /></Pickers>}
      actions={
        <>
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={() => go('/lifecycle/map')}>
            {t('map.edit')}
          </Button>
          {board?.leak && !isEmpty && <CloseLeak leak={board.leak} />}
        </>
      }
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && (
        <>
          <TileSkeletons count={6} height={200} />
          <ChartSkeleton height={340} />
        </>
      )}
      {board && isEmpty && (
        <EmptyState
          icon={IconPlugConnected}
          title={t(params.segment ? 'empty.segmentTitle' : 'empty.title')}
          text={t(params.segment ? 'empty.segmentText' : 'empty.text')}
          action={params.segment
            ? <Button onClick={() => change({ segment: undefined })}>{t('empty.segmentAction')}</Button>
            : <Button onClick={() => go('/data')}>{t('empty.action')}</Button>}
        />
      )}
      {board && !isEmpty && (
        <>
          <BoardPanel board={board} onOpen={open} isStale={report.isPlaceholderData} />
          <FlowPanel board={board} onOpen={open} />
          <MoveTrends board={board} onOpen={open} />
          <MovesTable board={board} onOpen={open} />
          <Details board={board} open={address.open} onClose={() => change({ open: undefined })} />
        </>
      )}
    </Page>
  );
}
