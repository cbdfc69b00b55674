import { useTranslation } from 'react-i18next';

/** The ten RFM segments, from the best to the lost. */
export const RFM_SEGMENTS = [
  'champion', 'loyal', 'potential_loyalist', 'new', 'promising',
  'needs_attention', 'about_to_sleep', 'at_risk', 'cannot_lose_them', 'hibernating',
] as const;

/** The segment's name in the operator's language, else the one the server gave. */
export function useSegmentTitle(): (id: string | null | undefined, given?: string) => string {
  const { t } = useTranslation();
  return (id, given) => {
    if (!id) return t('rfm.none');
    return t(`rfm.${id}`, { defaultValue: given ?? id });
  };
}
