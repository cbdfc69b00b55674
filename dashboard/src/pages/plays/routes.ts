import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [{ path: '/plays', load: () => import('./PlaysPage') }];
