import { IconFilterDown } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/funnels', load: () => import('./FunnelPage'), navigation: { group: 'numbers', label: 'funnels', icon: IconFilterDown } },
];
