import { IconLayoutKanban } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  {
    path: '/lifecycle',
    load: () => import('./BoardPage'),
    navigation: { group: 'lifecycle', label: 'board', icon: IconLayoutKanban },
  },
  { path: '/lifecycle/map', load: () => import('./MapPage') },
];
