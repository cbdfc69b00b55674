import { IconRoute2 } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/sources', load: () => import('./SourcesPage'), navigation: { group: 'numbers', label: 'sources', icon: IconRoute2 } },
];
