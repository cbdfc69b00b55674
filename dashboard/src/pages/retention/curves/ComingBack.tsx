import { Button } from '@mantine/core';
import { IconEdit, IconRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { useScope } from '../../../address/period';
import { useReason } from '../../../api/reasons';
import { useReport } from '../../../api/report';
import { EmptyState } from '../../../parts/EmptyState';
import { ErrorState } from '../../../parts/ErrorState';
import { Figure } from '../../../parts/Figure';
import { FigureGrid } from '../../../parts/FigureGrid';
import { PeriodPicker, Pickers, SegmentPicker } from '../../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../../parts/Skeletons';
import { RetentionFrame } from '../RetentionFrame';
import { addressOf, draftOf, paramsOf } from './asked';
import { BackFinding } from './BackFinding';
import { CurvesForm } from './CurvesForm';
import { CurvesPanel } from './CurvesPanel';
import { CurvesTable } from './CurvesTable';
import { PowerUsers } from './PowerUsers';

/** Who comes back on which day or in which week, and on how many days of 28 customers are there. */
export function ComingBack() {
  const { t } = useTranslation('retention');
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const [isEditing, setEditing] = useState(false);
  const draft = draftOf(address);
  const report = useReport('/api/retention/curves', { ...paramsOf(draft), period: params.period, segment: params.segment, by: address.apart }, { isLive: false });
  const found = report.data;
  const edit = <Button size="xs" variant="default" leftSection={<IconEdit size={15} />} onClick={() => setEditing(true)}>{t('curves.edit')}</Button>;
  const isStale = report.isPlaceholderData;
  return (
    <RetentionFrame
      view="back"
      finding={found && !found.unavailable ? <BackFinding report={found} /> : undefined}
      pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}
      actions={edit}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={6} height={92} /><ChartSkeleton height={360} /></>}
      {found?.unavailable && <EmptyState icon={IconRepeat} title={t('curves.empty')} text={reason(found.unavailable)} action={edit} />}
      {found && !found.unavailable && (
        <>
          <FigureGrid>
            <Figure label={t('curves.figure.customers')} figure={found.customers} isNeutral />
            <Figure label={t('curves.figure.day', { n: 1 })} figure={found.day_1} />
            <Figure label={t('curves.figure.day', { n: 7 })} figure={found.day_7} />
            <Figure label={t('curves.figure.day', { n: 30 })} figure={found.day_30} />
            <Figure label={t('curves.figure.week', { n: 4 })} figure={found.week_4} />
            <Figure label={t('curves.figure.since', { n: 30 })} figure={found.since_30} />
          </FigureGrid>
          <CurvesPanel report={found} by={address.apart} isStale={isStale} onBy={(apart) => change({ apart }, { replace: true })} />
          <CurvesTable report={found} isStale={isStale} />
        </>
      )}
      {found && <PowerUsers report={found} isStale={isStale} />}
      <CurvesForm isOpen={isEditing} draft={draft} onClose={() => setEditing(false)} onTake={(taken) => { setEditing(false); change(addressOf(taken)); }} />
    </RetentionFrame>
  );
}
