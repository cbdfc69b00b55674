import { Button } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { useScope } from '../../address/period';
import { useReason } from '../../api/reasons';
import type { EvaluationReport } from '../../api/recommendations';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Figure, FigureNumber } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Panel } from '../../parts/Panel';
import { PeriodPicker, Pickers, SegmentPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { DataTable, type Column } from '../../parts/table';
import { RecommendationsFrame } from './RecommendationsFrame';

/** What lists learned before the period had held of what customers turned to in it. */
export function Evaluation() {
  const { t } = useTranslation('recommendations');
  const go = useGo();
  const reason = useReason();
  const { params } = useScope();
  const report = useReport('/api/recommendations/evaluation', { period: params.period, segment: params.segment }, { isLive: false });
  const shown = report.data;
  return (
    <RecommendationsFrame view="evaluation" finding={shown && !shown.unavailable && <Finding report={shown} />} pickers={<Pickers><PeriodPicker /><SegmentPicker /></Pickers>}>
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={3} height={92} /><ChartSkeleton height={200} /></>}
      {shown?.unavailable && (
        <EmptyState icon={IconChecklist} title={t('worth.empty')} text={reason(shown.unavailable)} action={<Button onClick={() => go('/data')}>{t('worth.bring')}</Button>} />
      )}
      {shown && !shown.unavailable && (
        <>
          <FigureGrid>
            <Figure label={t('worth.better')} figure={shown.better} isNeutral />
            <Figure label={t('worth.customers')} figure={shown.customers} isNeutral />
            <Figure label={t('worth.products')} figure={shown.products} isNeutral />
          </FigureGrid>
          <Ways report={shown} isStale={report.isPlaceholderData} />
        </>
      )}
    </RecommendationsFrame>
  );
}

function Finding({ report }: { report: EvaluationReport }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const { low, high } = report.better;
  const found = (low ?? 0) > 0 ? 'better' : (high ?? 0) < 0 ? 'worse' : 'alike';
  const [own, usual] = report.ways;
  return <>{t(`worth.finding.${found}`, { own: format.share(own?.recall.value ?? 0), usual: format.share(usual?.recall.value ?? 0), listed: report.listed })}</>;
}

function Ways({ report, isStale }: { report: EvaluationReport; isStale: boolean }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  type Way = EvaluationReport['ways'][number];
  const columns: Column<Way>[] = [
    { key: 'way', title: t('worth.way'), cell: (way) => t(way.way === 'for_you' ? 'worth.forYou' : 'worth.popular'), value: (way) => t(way.way === 'for_you' ? 'worth.forYou' : 'worth.popular') },
    { key: 'recall', definition: 'recall_at_20', title: t('worth.recall'), cell: (way) => <FigureNumber figure={way.recall} />, value: (way) => way.recall.value, isNumber: true, bar: (way) => way.recall.value ?? 0 },
    { key: 'interval', definition: 'recall_at_20', title: t('rules.interval'), cell: (way) => t('rules.between', { low: format.share(way.recall.low ?? 0), high: format.share(way.recall.high ?? 0) }), ends: { of: t('worth.recall'), low: (way) => way.recall.low, high: (way) => way.recall.high }, isNumber: true, isMinor: true },
    { key: 'hits', definition: 'hit_rate', title: t('worth.hits'), cell: (way) => <FigureNumber figure={way.hits} />, value: (way) => way.hits.value, isNumber: true },
    { key: 'coverage', definition: 'recommended_coverage', title: t('worth.coverage'), cell: (way) => <FigureNumber figure={way.coverage} />, value: (way) => way.coverage.value, isNumber: true, isMinor: true },
  ];
  return (
    <Panel title={t('worth.title', { listed: report.listed })} text={t('worth.text')} isFlush>
      <DataTable label={t('view.evaluation')} columns={columns} rows={report.ways} rowKey={(way) => way.way} isStale={isStale} />
    </Panel>
  );
}
