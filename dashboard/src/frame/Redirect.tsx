import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Goes elsewhere and remembers in `from` what was asked for. */
export function Redirect({ to }: { to: string }) {
  const navigate = useNavigate();
  const { href, pathname } = useLocation();
  useEffect(() => {
    const search = pathname === '/' || pathname === '/lifecycle' ? {} : { from: href };
    void navigate({ to: to as never, search: search as never, replace: true });
  }, [navigate, to, href, pathname]);
  return null;
}
