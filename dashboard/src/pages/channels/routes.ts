import { IconPlugConnected } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/channels', load: () => import('./ChannelsPage'), navigation: { group: 'reach', label: 'channels', icon: IconPlugConnected } },
];
