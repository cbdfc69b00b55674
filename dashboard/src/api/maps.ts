import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from './client';
import type { Shape } from './contract';

/** The lifecycle maps as documents, and the stages of the active one by name and color. */

export type MapStage = Shape<'MapStage'>;
export type MapDocument = Shape<'MapDocument'>;
export type LifecycleMap = Shape<'MapShown'>;
export type Maps = Shape<'Maps'>;

/** Stage colors are safe for color-blind readers; names are always written beside them. */
export const STAGE_COLORS: Record<string, string> = {
  reach: '#8A94A6', acquisition: '#56B4E9', conversion: '#0072B2',
  retention: '#009E73', loyalty: '#E69F00', lapsed: '#CC79A7',
  signed_up: '#8A94A6', activated: '#56B4E9', paying: '#0072B2',
  retained: '#009E73', advocate: '#E69F00', churned: '#CC79A7',
};

/** Titles of the shipped maps, so that they can be shown in the operator's language while unedited. */
const SHIPPED_TITLES: Record<string, string> = {
  reach: 'Reach', acquisition: 'Acquisition', conversion: 'Conversion', retention: 'Retention',
  loyalty: 'Loyalty', lapsed: 'Lapsed', signed_up: 'Signed up', activated: 'Activated', paying: 'Paying',
  retained: 'Retained', advocate: 'Advocate', churned: 'Churned',
};

const SHIPPED_MAPS: Record<string, string> = { shop: 'Online shop', saas: 'Software as a service' };

/** The map's name in the operator's language: a renamed map keeps the name the operator gave. */
export function useMapTitle(): (map: Pick<LifecycleMap, 'name' | 'title'> | null | undefined) => string {
  const { t } = useTranslation();
  return (map) => (map && map.title === SHIPPED_MAPS[map.name] ? t(`map.${map.name}`) : map?.title ?? '');
}

export function useMaps() {
  return useQuery({ queryKey: ['/api/maps'], queryFn: () => api.get('/api/maps'), staleTime: 60_000 });
}

/** Stages of the active map, in its order; empty until loaded. */
export function useStages(): MapStage[] {
  const maps = useMaps().data;
  return maps?.maps.find((map) => map.name === maps.active)?.document.stages ?? [];
}

/** The stage's name in the operator's language: a renamed stage keeps the name the operator gave. */
export function useStageTitle(): (id: string | null | undefined, title?: string) => string {
  const { t } = useTranslation();
  const stages = useStages();
  return (id, given) => {
    if (!id) return t('stage.none');
    const title = given ?? stages.find((stage) => stage.id === id)?.title;
    if (SHIPPED_TITLES[id] && (title === undefined || title === SHIPPED_TITLES[id])) return t(`stage.${id}`);
    return title ?? id;
  };
}

export function stageColor(id: string | null | undefined, given?: string): string {
  return given ?? STAGE_COLORS[id ?? ''] ?? '#64716c';
}
