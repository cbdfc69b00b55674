import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { Shape } from './contract';

export type Operator = Shape<'Operator'>;
/** `needs_setup_token`: the owner can only be made through the link that the server printed. */
export type Session = Shape<'SessionState'>;
export type Account = Shape<'Account'>;

export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: () => api.get('/api/session'), staleTime: 60_000 });
}

export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => api.get('/api/account'), staleTime: 300_000 });
}

/** Ends the session and forgets everything read in it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await api.delete('/api/session');
    queries.clear();
    window.location.assign('/sign-in');
  };
}
