import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useAddress } from '../../address';
import { api } from '../../api/client';

/** Sends the form, forgets what was read without a session, and goes where the operator wanted to go. */
export function useEnter(path: '/api/owner' | '/api/session') {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [address] = useAddress();
  return useMutation({
    mutationFn: (form: object) => api.post(path, form),
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
