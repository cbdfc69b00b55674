import { IconGridDots } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/rfm', load: () => import('./RfmPage'), navigation: { group: 'customers', label: 'rfm', icon: IconGridDots } },
];
