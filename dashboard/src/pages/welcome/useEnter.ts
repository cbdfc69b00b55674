import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useAddress } from '../../address';
import { api } from '../../api/client';
import type { Body } from '../../api/contract';

/** Sends the form, forgets what was read without a session, and goes where the operator wanted to go. */
export function useEnter<P extends '/api/owner' | '/api/session'>(path: P) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [address] = useAddress();
  return useMutation({
    mutationFn: (form: Body<P, 'post'>) => api.post<P>(path, form),
    onSuccess: async () => {
      await queries.resetQueries();
      void navigate({ href: placeToGo(address.from), replace: true });
    },
  });
}

/** Only a path of this dashboard: an address elsewhere in `from` would lead people astray. */
export function placeToGo(from: string | undefined): string {
  return from?.startsWith('/') && !from.startsWith('//') && !from.startsWith('/\\') ? from : '/';
}
