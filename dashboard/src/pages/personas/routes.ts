import { IconMasksTheater } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/personas', load: () => import('./PersonasPage'), navigation: { group: 'customers', label: 'personas', icon: IconMasksTheater } },
];
