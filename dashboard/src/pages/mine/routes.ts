import { IconLayoutDashboard } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/mine', load: () => import('./MinePage'), navigation: { group: 'numbers', label: 'mine', icon: IconLayoutDashboard } },
];
