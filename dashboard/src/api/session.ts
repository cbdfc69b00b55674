import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';

export interface Operator {
  id: string;
  email: string;
  name: string;
}

export interface Session {
  needs_owner: boolean;
  /** The owner can only be made through the link that the server printed. */
  needs_setup_token?: boolean;
  operator: Operator | null;
  is_demo: boolean;
  version: string;
}

export interface Account {
  name: string;
  currency: string;
  time_zone: string;
  locale: string;
}

export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: () => api.get<Session>('/api/session'), staleTime: 60_000 });
}

export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => api.get<Account>('/api/account'), staleTime: 300_000 });
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
