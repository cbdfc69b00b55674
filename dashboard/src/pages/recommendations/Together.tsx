import { Button, Select } from '@mantine/core';
import { IconShoppingBagPlus } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { useScope } from '../../address/period';
import type { BoughtTogetherReport } from '../../api/recommendations';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { RecommendationsFrame } from './RecommendationsFrame';
import { Rules } from './Rules';

const SUPPORTS = ['0.001', '0.002', '0.005', '0.01', '0.02', '0.05'];
const CONFIDENCES = ['0.1', '0.2', '0.3', '0.5'];

/** Which products lie together in orders, and how much more often than by themselves. */
export function Together() {
  const { t } = useTranslation('recommendations');
  const go = useGo();
  const { params } = useScope();
  const [address, change] = useAddress();
  const support = SUPPORTS.find((each) => each === address.support) ?? '0.002';
  const confidence = CONFIDENCES.find((each) => each === address.confidence) ?? '0.1';
  const report = useReport(
    '/api/recommendations/bought-together',
    { period: params.period, segment: params.segment, support: Number(support), confidence: Number(confidence) },
    { isLive: false },
  );
  const shown = report.data;
  const isEmpty = shown?.orders.value === 0;
  return (
    <RecommendationsFrame
      view="together"
      finding={shown && !isEmpty ? <Finding report={shown} /> : undefined}
      pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}
      actions={!isEmpty && (
        <>
          <Share name={t('support.name')} value={support} first="0.002" values={SUPPORTS} of="support" onChange={(value) => change({ support: value }, { replace: true })} />
          <Share name={t('confidence.name')} value={confidence} first="0.1" values={CONFIDENCES} of="confidence" onChange={(value) => change({ confidence: value }, { replace: true })} />
        </>
      )}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={3} height={92} /><ChartSkeleton height={300} /></>}
      {shown && isEmpty && (
        <EmptyState icon={IconShoppingBagPlus} title={t('empty.title')} text={t('empty.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
      )}
      {shown && !isEmpty && (
        <>
          <FigureGrid>
            <Figure label={t('figure.orders')} figure={shown.orders} isNeutral />
            <Figure label={t('figure.several')} figure={shown.several} isNeutral />
            <Figure label={t('figure.products')} figure={shown.products} isNeutral />
          </FigureGrid>
          {shown.unavailable
            ? <EmptyState icon={IconShoppingBagPlus} title={t('few.title')} text={t('few.text')} action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>} />
            : <Rules report={shown} isStale={report.isPlaceholderData} />}
        </>
      )}
    </RecommendationsFrame>
  );
}

interface ShareProps {
  name: string;
  value: string;
  /** What is chosen where the address says nothing. */
  first: string;
  values: string[];
  of: 'support' | 'confidence';
  onChange: (value: string | undefined) => void;
}

function Share({ name, value, first, values, of, onChange }: ShareProps) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const written = (share: string) => (of === 'support' ? t('support.option', { share: format.share(Number(share)) }) : t('confidence.option', { share: format.percent(Number(share)) }));
  return (
    <Select
      size="xs"
      w={190}
      aria-label={name}
      allowDeselect={false}
      value={value}
      onChange={(chosen) => onChange(chosen === first ? undefined : chosen ?? undefined)}
      data={values.map((share) => ({ value: share, label: written(share) }))}
    />
  );
}

/** The strongest rule that is no chance, in one sentence. */
function Finding({ report }: { report: BoughtTogetherReport }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const reason = useReason();
  if (report.unavailable) return <>{reason(report.unavailable)}</>;
  const rule = report.rules.find((each) => each.is_beyond_chance);
  if (!rule) return <>{t('finding.chance', { count: report.rules_found })}</>;
  return (
    <Trans
      t={t}
      i18nKey="finding.rule"
      values={{
        items: format.list(rule.items.map((item) => item.name)),
        then: rule.then.name,
        share: format.share(rule.confidence.value ?? 0, 0),
        lift: format.decimal(rule.lift.value ?? 0),
      }}
      components={{ b: <b /> }}
    />
  );
}
