import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Skeletons.module.css';

/** Skeletons in the shape of what comes, so that nothing jumps when it is there. */

export function TileSkeletons({ count = 6, height = 92 }: { count?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.tiles} role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => <Skeleton key={index} height={height} radius={8} />)}
    </div>
  );
}

export function ChartSkeleton({ height = 280 }: { height?: number }) {
  const { t } = useTranslation();
  return <Skeleton height={height} radius={8} role="status" aria-label={t('loading')} />;
}

export function TableSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={10} p="md" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => <Skeleton key={index} height={18} width={`${92 - (index % 4) * 8}%`} />)}
    </Stack>
  );
}

export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.page} role="status" aria-label={t('loading')}>
      <Skeleton height={24} width={180} mb={12} />
      <Skeleton height={16} width="min(520px, 90%)" mb={28} />
      <TileSkeletons />
      <Skeleton height={320} mt={24} radius={8} />
    </div>
  );
}
