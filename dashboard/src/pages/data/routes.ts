import type { PageSpec } from '../../pages';

export const pages: PageSpec[] = [];
