import { IconRoute } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/journeys', load: () => import('./JourneysPage'), navigation: { group: 'reach', label: 'journeys', icon: IconRoute } },
  { path: '/journeys/$name', load: () => import('./JourneyPage') },
];
