import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { TableSkeleton } from '../../parts/Skeletons';
import classes from './Timeline.module.css';
import { TimelineEntry } from './TimelineEntry';
import { byDay, hasGap, joined, keyOf } from './timelineItems';

const NEWEST = 20;
const PAGE = 50;

/** Pages of older entries, and the newest ones read again on every live tick. */
function useTimeline(customerId: string) {
  const path = at('/api/customers/{customer_id}/timeline', { customer_id: customerId });
  const newest = useReport(path, { limit: NEWEST });
  const pages = useInfiniteQuery({
    queryKey: [path, 'pages'],
    queryFn: ({ pageParam, signal }) => api.get(path, { before: pageParam, limit: PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_before,
    staleTime: Infinity,
  });
  const recent = newest.isPlaceholderData ? [] : (newest.data?.items ?? []);
  const older = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const isBehind = hasGap(recent, older);
  const { refetch } = pages;
  useEffect(() => {
    if (isBehind) void refetch();
  }, [isBehind, refetch]);
  return { pages, items: joined(recent, older) };
}

export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const { pages, items } = useTimeline(customerId);
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = pages;
  const isNearEnd = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isError, fetchNextPage, items.length]);

  return (
    <Panel title={t('timeline.title')}>
      {pages.isLoading && <TableSkeleton rows={10} />}
      {isError && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && <p className={classes.quiet}>{t('timeline.empty')}</p>}
      {byDay(items, format.date).map(({ day, items: entries }) => (
        <section key={day} className={classes.day}>
          <h3 className={classes.date}>{day}</h3>
          <ol className={classes.list}>
            {entries.map((item) => <TimelineEntry key={keyOf(item)} item={item} />)}
          </ol>
        </section>
      ))}
      {hasNextPage && (
        <div ref={ref} className={classes.more}>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('timeline.more')}
          </Button>
        </div>
      )}
      {pages.isSuccess && !hasNextPage && items.length > 0 && <p className={classes.quiet}>{t('timeline.start')}</p>}
    </Panel>
  );
}
