import { IconUsers } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  {
    path: '/customers',
    load: () => import('./CustomersPage'),
    navigation: { group: 'customers', label: 'customers', icon: IconUsers },
  },
  { path: '/customers/$customerId', load: () => import('./CustomerPage') },
];
