import { Skeleton } from '@mantine/core';

/** Holds the place of a page's sentence until its data is there, so that nothing jumps. */
export function FindingSkeleton() {
  return <Skeleton height={22} width="min(420px, 90%)" aria-hidden />;
}
