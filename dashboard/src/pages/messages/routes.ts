import { IconMail } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/messages', load: () => import('./MessagesPage'), navigation: { group: 'reach', label: 'messages', icon: IconMail } },
  { path: '/messages/$name', load: () => import('./MessagePage') },
];
