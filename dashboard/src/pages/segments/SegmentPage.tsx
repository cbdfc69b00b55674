import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import { api, at } from '../../api/client';
import { useReport } from '../../api/report';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { draftOf, type Tree } from '../../parts/conditions';
import { ChartSkeleton } from '../../parts/Skeletons';
import { SegmentEditor } from './SegmentEditor';
import classes from './Segments.module.css';
import { NEW } from './shapes';

/** Describe whom to reach, see at once how many that are, and keep it under a name. */
export default function SegmentPage() {
  const { t } = useTranslation('segments');
  const { name = NEW } = useParams({ strict: false }) as { name?: string };
  const isNew = name === NEW;
  const segment = useReport(at('/api/segments/{name}', { name }), {}, { isEnabled: !isNew });
  const shown = segment.isPlaceholderData && segment.data?.name !== name ? undefined : segment.data;
  const { text, read } = useFirstCondition(isNew);
  if (isNew && !(text && read.isPending)) {
    return <SegmentEditor key={NEW} segment={null} first={text ? draftOf(read.data?.tree as Tree | undefined, text) : undefined} />;
  }
  if (shown) return <SegmentEditor key={shown.name} segment={shown} />;
  return (
    <Page title={t('title')} back={<PageLink to="/segments" className={classes.back}><IconArrowLeft size={14} aria-hidden /> {t('all')}</PageLink>} finding={!segment.isError && <FindingSkeleton />}>
      {segment.isError ? <ErrorState error={segment.error} onRetry={() => void segment.refetch()} /> : <ChartSkeleton height={420} />}
    </Page>
  );
}

/** The condition that another page hands over, such as those lost in a funnel. */
function useFirstCondition(isNew: boolean) {
  const [address] = useAddress();
  const text = isNew ? (address.when ?? '') : '';
  const read = useQuery({
    queryKey: ['/api/conditions/read', 'customer', { text }],
    queryFn: () => api.post('/api/conditions/read', { text, of: 'customer' }),
    enabled: text !== '',
    staleTime: 60_000,
  });
  return { text, read };
}
