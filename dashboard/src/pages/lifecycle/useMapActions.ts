import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, at, ProblemError, type ProblemPart } from '../../api/client';
import { partsOf } from '../../api/fieldProblems';
import type { Shape } from '../../api/contract';
import { useMapTitle, type LifecycleMap } from '../../api/maps';

export type PreviewAnswer = Shape<'PreviewAnswer'>;

/** Judges a document without saving it: its problems, or what it would change. */
export function usePreview(yaml: string, isEnabled: boolean) {
  return useQuery({
    queryKey: ['/api/maps/preview', yaml],
    queryFn: () => api.post('/api/maps/preview', { yaml }),
    enabled: isEnabled,
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
}

/** After a map changed every number may be another one. */
function useReadAgain(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries();
}

export function useSave(map: LifecycleMap, onSaved: (yaml: string) => void) {
  const { t } = useTranslation('lifecycle');
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (yaml: string) => api.put(at('/api/maps/{name}', { name: map.name }), { yaml }),
    onSuccess: (_answer, yaml) => {
      onSaved(yaml);
      notifications.show({ title: t('map.saved'), message: t('map.savedText'), color: 'evergreen' });
      readAgain();
    },
  });
}

export function useActivate() {
  const { t } = useTranslation('lifecycle');
  const titleOf = useMapTitle();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (map: LifecycleMap) => api.put('/api/maps/active', { name: map.name }),
    onSuccess: (_answer, map) => {
      notifications.show({ message: t('map.used', { title: titleOf(map) }), color: 'evergreen' });
      readAgain();
    },
  });
}

/** Problems of a refused save, in the same shape as those of a preview. */
export function problemsOf(error: unknown): ProblemPart[] {
  if (!(error instanceof ProblemError)) return [];
  return partsOf(error);
}
