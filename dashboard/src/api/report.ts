import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Params } from './client';

/**
 * Reads a report. The previous answer stays on the screen while the next one loads, and a live tick
 * reads it again softly. The key is the path and its parameters.
 */
export function useReport<T>(
  path: string,
  params: Params = {},
  options: { isLive?: boolean; isEnabled?: boolean } = {},
): UseQueryResult<T> {
  return useQuery({
    queryKey: [path, params],
    queryFn: ({ signal }) => api.get<T>(path, params, signal),
    placeholderData: keepPreviousData,
    meta: { isLive: options.isLive ?? true },
    enabled: options.isEnabled ?? true,
    staleTime: 5_000,
  });
}
