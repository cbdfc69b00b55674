import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [
  { path: '/welcome', load: () => import('./OwnerPage'), isBare: true },
  { path: '/sign-in', load: () => import('./SignInPage'), isBare: true },
];
