import { IconSettings } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  {
    path: '/settings',
    load: () => import('./SettingsPage'),
    navigation: { group: 'settings', label: 'settings', icon: IconSettings },
  },
];
