import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from './client';
import { useTranslation } from 'react-i18next';
import type { Answer, At, ParamsOf, PathOf } from './contract';
import { inLanguage } from './said';

/**
 * Reads a report. The previous answer stays on the screen while the next one loads, and a live tick
 * reads it again softly. The key is the path and its parameters.
 */
export function useReport<P extends PathOf<'get'>>(
  path: P | At<P>,
  params?: ParamsOf<P, 'get'>,
  options: { isLive?: boolean; isEnabled?: boolean } = {},
): UseQueryResult<Answer<P, 'get'>> {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: [path, params ?? {}],
    queryFn: ({ signal }) => api.get<P>(path, params, signal),
    select: inLanguage(i18n.language),
    placeholderData: keepPreviousData,
    meta: { isLive: options.isLive ?? true },
    enabled: options.isEnabled ?? true,
    staleTime: 5_000,
  });
}
