import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import type { ValueReport } from '../../api/value';
import { useReport } from '../../api/report';
import { useReason } from '../../api/reasons';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { Bands } from './Bands';
import { BestCustomers } from './BestCustomers';
import { CalibrationPanel } from './CalibrationPanel';
import { Figures } from './Figures';
import { Finding } from './Finding';
import { Parameters } from './Parameters';

const HORIZONS = ['90', '180', '365', '730'];
const RENEWALS = ['week', 'month', 'quarter', 'year'];

/** What today's customers will bring, who of them, and how far the model can be trusted. */
export default function ValuePage() {
  const { t } = useTranslation('value');
  const go = useGo();
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const horizon = HORIZONS.includes(String(address.horizon)) ? String(address.horizon) : '365';
  const renewals = RENEWALS.find((every) => every === address.renewals) as NonNullable<ValueReport['renewals']> | undefined;
  const report = useReport('/api/value', { period: params.period, segment: params.segment, horizon_days: Number(horizon), renewals }, { isLive: false });
  const value = report.data;
  const isEmpty = value?.buyers.value === 0;
  return (
    <Page
      title={t('title')}
      finding={value && !isEmpty ? <Finding value={value} /> : undefined}
      pickers={(
        <Pickers>
          <PeriodPicker />
          <SegmentPicker />
          <Select
            size="xs"
            w={200}
            allowDeselect={false}
            aria-label={t('renewals.name')}
            value={renewals ?? 'none'}
            onChange={(every) => change({ renewals: every === 'none' ? undefined : every ?? undefined }, { replace: true })}
            data={['none', ...RENEWALS].map((every) => ({ value: every, label: t(`renewals.${every}`) }))}
          />
        </Pickers>
      )}
      actions={!isEmpty && (
        <SegmentedControl
          size="xs"
          aria-label={t('horizon.name')}
          value={horizon}
          onChange={(days) => change({ horizon: days === '365' ? undefined : days }, { replace: true })}
          data={HORIZONS.map((days) => ({ value: days, label: t(`horizon.${days}`) }))}
        />
      )}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={2} height={104} /><TileSkeletons count={4} height={92} /><ChartSkeleton height={300} /></>}
      {value && isEmpty && (
        <EmptyState icon={IconCoins} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
      )}
      {value && !isEmpty && (
        <>
          <Figures value={value} />
          <Bands value={value} isStale={report.isPlaceholderData} />
          {value.calibration
            ? <CalibrationPanel calibration={value.calibration} isOfRenewals={value.renewals !== null} isStale={report.isPlaceholderData} />
            : <CalibrationPanel reason={reason(value.calibration_unavailable)} />}
          <BestCustomers value={value} isStale={report.isPlaceholderData} />
          <Parameters value={value} />
        </>
      )}
    </Page>
  );
}
