import { IconFilter } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/segments', load: () => import('./SegmentsPage'), navigation: { group: 'customers', label: 'segments', icon: IconFilter } },
  { path: '/segments/$name', load: () => import('./SegmentPage') },
];
