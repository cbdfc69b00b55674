import { IconMailOff } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/suppressions', load: () => import('./SuppressionsPage'), navigation: { group: 'reach', label: 'suppressions', icon: IconMailOff } },
];
