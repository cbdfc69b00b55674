import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import { CategoryPicker } from './choosing';
import { ModelLine } from './ModelLine';
import { Offers } from './Offers';
import { RecommendationsFrame } from './RecommendationsFrame';

/** What most customers are interested in lately: what everybody gets where nothing is known of them. */
export function Popular() {
  const { t } = useTranslation('recommendations');
  const reason = useReason();
  const [address, change] = useAddress();
  const category = address.category ?? null;
  const found = useReport('/api/recommendations/popular', { count: 50, category: category ?? undefined }, { isLive: false });
  const first = found.data?.products[0];
  return (
    <RecommendationsFrame view="popular" finding={first && t('popular.finding', { name: first.name })} actions={<ModelLine />}>
      <CategoryPicker value={category} onChange={(next) => change({ category: next ?? undefined })} />
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <ChartSkeleton height={300} />}
      {found.data && (
        <Panel title={t('popular.title', { count: found.data.products.length })} text={t('popular.text')} isFlush>
          {found.data.unavailable
            ? <Alert color="gray" m="md">{reason(found.data.unavailable)}</Alert>
            : <Offers label={t('view.popular')} products={found.data.products} isStale={found.isPlaceholderData} isPlain />}
        </Panel>
      )}
    </RecommendationsFrame>
  );
}
