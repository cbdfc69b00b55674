import { IconChartSankey } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/paths', load: () => import('./PathsPage'), navigation: { group: 'numbers', label: 'paths', icon: IconChartSankey } },
];
