import { IconShoppingBagPlus } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/recommendations', load: () => import('./RecommendationsPage'), navigation: { group: 'numbers', label: 'recommendations', icon: IconShoppingBagPlus } },
];
