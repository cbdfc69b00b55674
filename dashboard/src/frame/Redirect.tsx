import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { parseAddress } from '../address';

/** Goes elsewhere and remembers in `from` what was asked for, and in `setup` the key of the server's first link. */
export function Redirect({ to }: { to: string }) {
  const navigate = useNavigate();
  const { href, pathname, searchStr } = useLocation();
  useEffect(() => {
    const { setup } = parseAddress(searchStr);
    const from = pathname === '/' || pathname === '/lifecycle' ? undefined : href;
    void navigate({ to: to as never, search: { from, setup } as never, replace: true });
  }, [navigate, to, href, pathname, searchStr]);
  return null;
}
