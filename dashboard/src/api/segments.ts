import { useTranslation } from 'react-i18next';
import { useReport } from './report';

/** The ten RFM segments, from the best to the lost. */
export const RFM_SEGMENTS = [
  'champion', 'loyal', 'potential_loyalist', 'new', 'promising',
  'needs_attention', 'about_to_sleep', 'at_risk', 'cannot_lose_them', 'hibernating',
] as const;

/** Segments that were saved, by title; empty until loaded. */
export function useSavedSegments(): { name: string; title: string }[] {
  const segments = useReport('/api/segments', {}, { isLive: false }).data ?? [];
  return [...segments].sort((a, b) => a.title.localeCompare(b.title));
}

/** The segment's name in the operator's language, else the one the server gave. */
export function useSegmentTitle(): (id: string | null | undefined, given?: string) => string {
  const { t } = useTranslation();
  return (id, given) => {
    if (!id) return t('rfm.none');
    return t(`rfm.${id}`, { defaultValue: given ?? id });
  };
}
