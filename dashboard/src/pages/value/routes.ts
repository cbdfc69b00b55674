import { IconCoins } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/value', load: () => import('./ValuePage'), navigation: { group: 'numbers', label: 'value', icon: IconCoins } },
];
