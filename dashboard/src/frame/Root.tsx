import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useAccount, useSession } from '../api/session';
import { ErrorState } from '../parts/ErrorState';
import { PageSkeleton } from '../parts/Skeletons';
import { PAGES } from '../pages';
import { Redirect } from './Redirect';
import { Shell } from './Shell';

/** Decides what stands around a page: the shell for operators, nothing for first visit and sign in. */
export function Root() {
  const session = useSession();
  const { pathname } = useLocation();
  const isBare = PAGES.some((page) => page.isBare && page.path === pathname);
  if (isBare) {
    return (
      <Suspense fallback={<PageSkeleton />}>
        <Outlet />
      </Suspense>
    );
  }
  // A failed look for what is known already takes nothing off the screen: drafts are kept there.
  if (session.isError && !session.data) return <ErrorState error={session.error} onRetry={() => void session.refetch()} isAlone />;
  if (session.data?.needs_owner) return <Redirect to="/welcome" />;
  if (session.data && !session.data.operator) return <Redirect to="/sign-in" />;
  return (
    <Shell session={session.data}>
      <Suspense fallback={<PageSkeleton />}>{session.data ? <Page /> : <PageSkeleton />}</Suspense>
    </Shell>
  );
}

/** Waits for the account: money must never be shown in a currency that is not its own, not for a moment. */
function Page() {
  const account = useAccount();
  return account.isPending ? <PageSkeleton /> : <Outlet />;
}
