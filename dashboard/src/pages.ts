import type { ComponentType } from 'react';
import { pages as attribution } from './pages/attribution/routes';
import { pages as campaigns } from './pages/campaigns/routes';
import { pages as channels } from './pages/channels/routes';
import { pages as conformance } from './pages/conformance/routes';
import { pages as customers } from './pages/customers/routes';
import { pages as data } from './pages/data/routes';
import { pages as funnel } from './pages/funnel/routes';
import { pages as journeys } from './pages/journeys/routes';
import { pages as lifecycle } from './pages/lifecycle/routes';
import { pages as mailbox } from './pages/mailbox/routes';
import { pages as messages } from './pages/messages/routes';
import { pages as personas } from './pages/personas/routes';
import { pages as mine } from './pages/mine/routes';
import { pages as paths } from './pages/paths/routes';
import { pages as plays } from './pages/plays/routes';
import { pages as predictions } from './pages/predictions/routes';
import { pages as recommendations } from './pages/recommendations/routes';
import { pages as retention } from './pages/retention/routes';
import { pages as rfm } from './pages/rfm/routes';
import { pages as segments } from './pages/segments/routes';
import { pages as settings } from './pages/settings/routes';
import { pages as suppressions } from './pages/suppressions/routes';
import { pages as value } from './pages/value/routes';
import { pages as welcome } from './pages/welcome/routes';

/** Groups of the navigation, in its order. */
export type NavigationGroup = 'lifecycle' | 'customers' | 'numbers' | 'reach' | 'loyalty' | 'listen' | 'data' | 'settings';

/** What a page tells the frame about itself. */
export interface PageSpec {
  /** TanStack Router's notation: `/customers/$customerId`. */
  path: string;
  /** Loads the page's code; its default export is the page. */
  load: () => Promise<{ default: ComponentType }>;
  /** `bare` pages stand without navigation and need no session (first visit, sign in). */
  isBare?: boolean;
  /** An entry in the navigation; `label` is a key of the `frame` namespace's `navigation`. Outside of the demo, what `isOfDemo` is left out. */
  navigation?: { group: NavigationGroup; label: string; icon: ComponentType<{ size?: number; stroke?: number }>; isOfDemo?: boolean };
}

export const PAGES: PageSpec[] = [
  ...lifecycle, ...conformance, ...customers, ...segments, ...rfm, ...personas, ...mine, ...retention, ...value, ...predictions, ...funnel, ...paths, ...attribution, ...recommendations, ...journeys, ...campaigns, ...plays, ...messages, ...channels, ...suppressions,
  ...data, ...mailbox, ...settings, ...welcome,
];
