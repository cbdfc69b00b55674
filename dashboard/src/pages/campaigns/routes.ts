import { IconSpeakerphone } from '@tabler/icons-react';
import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/campaigns', load: () => import('./CampaignsPage'), navigation: { group: 'reach', label: 'campaigns', icon: IconSpeakerphone } },
  { path: '/campaigns/$name', load: () => import('./CampaignPage') },
];
