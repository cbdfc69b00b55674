import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { parseAddress, writeAddress, type Address } from './address';
import { NotFound } from './frame/NotFound';
import { PageFailed } from './frame/PageFailed';
import { Root } from './frame/Root';
import { PageSkeleton } from './parts/Skeletons';
import { PAGES } from './pages';

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>) => search as Address,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/lifecycle' as never, search: true as never });
  },
});

const pages = PAGES.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path as never,
    component: lazyRouteComponent(page.load),
    pendingComponent: PageSkeleton,
    errorComponent: PageFailed,
  }),
);

export function makeRouter() {
  return createRouter({
    // Pages are data (src/pages.ts), so their paths are not known to the type checker.
    routeTree: root.addChildren([home, ...pages] as never[]),
    parseSearch: parseAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 150,
  });
}
