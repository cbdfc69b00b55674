import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, at } from '../../../api/client';
import type { QuarantinedRecord } from '../shapes';

/** What the quarantine changes: its own list and the counts of the intake and of the sources. */
const READ_AGAIN = ['/api/quarantine', '/api/intake', '/api/sources'];

function useReadAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => READ_AGAIN.includes(String(queryKey[0])) });
}

/** Records go through the door again as they are: these, or all of a reason. */
export function useRetry(after: (retried: number) => void) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (which: { ids: QuarantinedRecord['id'][] } | { reason: string }) =>
      api.post('/api/quarantine/retry', which),
    onSuccess: async ({ retried }) => {
      await readAgain();
      after(retried);
    },
  });
}

/** A record goes through the door with its mended text. */
export function useMend(after: (status: string) => void) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ id, record }: Pick<QuarantinedRecord, 'id' | 'record'>) =>
      api.post(at('/api/quarantine/{row_id}/mend', { row_id: id }), { record }),
    onSuccess: async ({ status }) => {
      await readAgain();
      after(status);
    },
  });
}
