import { IconMapCheck } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/map-check', load: () => import('./MapCheckPage'), navigation: { group: 'lifecycle', label: 'mapCheck', icon: IconMapCheck } },
];
