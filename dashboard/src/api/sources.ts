import { useReport } from './report';

/** The name an operator gave a source; a source that is gone keeps its id. */
export function useSourceName(): (id: string | null) => string {
  const sources = useReport('/api/sources', {}, { isLive: false }).data;
  return (id) => sources?.find((source) => source.id === id)?.name ?? id ?? '';
}
