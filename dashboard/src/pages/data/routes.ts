import { IconDatabase } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  {
    path: '/data',
    load: () => import('./DataPage'),
    navigation: { group: 'data', label: 'data', icon: IconDatabase },
  },
];
