import { IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useScope } from '../../address/period';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton } from '../../parts/Skeletons';
import { RetentionFrame } from './RetentionFrame';
import { Survival } from './Survival';
import { useLastDay } from './useLastDay';

/** How long customers stay, and how soon they order again. */
export function Lasting() {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const report = useReport('/api/retention/survival', { segment: params.segment, as_of: useLastDay(), by: address.apart }, { isLive: false });
  const survival = report.data;
  const median = survival?.median_stay.value;
  const nothing = survival && !survival.staying && !survival.second_order ? survival.second_order_unavailable : null;
  const finding = median == null ? t('lasting.more') : t('lasting.half', { days: format.days(median) });
  return (
    <RetentionFrame view="lasting" finding={survival?.staying ? finding : undefined} pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}>
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <ChartSkeleton height={420} />}
      {nothing && <EmptyState icon={IconHourglass} title={t('survival.title')} text={reason(nothing)} />}
      {survival && !nothing && <Survival survival={survival} by={address.apart} isStale={report.isPlaceholderData} onBy={(apart) => change({ apart }, { replace: true })} />}
    </RetentionFrame>
  );
}
