import { IconCrystalBall } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/predictions', load: () => import('./PredictionsPage'), navigation: { group: 'numbers', label: 'predictions', icon: IconCrystalBall } },
];
