import { IconRepeat } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/retention', load: () => import('./RetentionPage'), navigation: { group: 'numbers', label: 'retention', icon: IconRepeat } },
];
