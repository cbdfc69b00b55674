import { useCallback, useMemo } from 'react';
import { useReport } from './report';

/** A document's title by its name; the name itself until the titles are known, and where it was deleted. */
export type TitleOf = (name: string) => string;

function useTitles(documents: { name: string; title: string }[] | undefined): TitleOf {
  const titles = useMemo(() => new Map((documents ?? []).map((each) => [each.name, each.title])), [documents]);
  return useCallback((name) => titles.get(name) || name, [titles]);
}

export const useMessageTitle = (): TitleOf => useTitles(useReport('/api/messages', {}, { isLive: false }).data);
export const useJourneyTitle = (): TitleOf => useTitles(useReport('/api/journeys', {}, { isLive: false }).data);
export const useCampaignTitle = (): TitleOf => useTitles(useReport('/api/campaigns', {}, { isLive: false }).data);
/** Of segments that were saved. */
export const useSavedSegmentTitle = (): TitleOf => useTitles(useReport('/api/segments', {}, { isLive: false }).data);
