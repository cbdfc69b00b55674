import { IconMailbox } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/mailbox', load: () => import('./MailboxPage'), navigation: { group: 'data', label: 'mailbox', icon: IconMailbox, isOfDemo: true } },
];
