import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../address';
import { api, at } from '../../../api/client';
import type { Body } from '../../../api/contract';
import type { Plain } from '../document';
import type { Journey } from '../shapes';

/** Takes the answer over at once, and reads what else may have changed by it. */
function useTaken(name: string): (journey: Journey) => void {
  const queries = useQueryClient();
  return (journey) => {
    queries.setQueryData([at('/api/journeys/{name}', { name }), {}], journey);
    void queries.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith('/api/journeys') && query.queryKey[0] !== '/api/journeys/check' });
  };
}

function useSaid(): (message: string) => void {
  return (message) => notifications.show({ message, color: 'evergreen' });
}

/** `onSaved` gets what was sent: the answer may have its fields in another order. */
export function useSave(name: string, onSaved: (document: Plain) => void) {
  const { t } = useTranslation('journeys');
  const taken = useTaken(name);
  const say = useSaid();
  return useMutation({
    mutationFn: (document: Plain) => api.put(at('/api/journeys/{name}', { name }), { document }),
    onSuccess: (journey, document) => { taken(journey); onSaved(document); say(t('said.saved', { version: journey.version })); },
  });
}

export function useLaunch(name: string, onDone: () => void) {
  const { t } = useTranslation('journeys');
  const taken = useTaken(name);
  const say = useSaid();
  return useMutation({
    mutationFn: (form: Body<'/api/journeys/{name}/launch', 'post'>) => api.post(at('/api/journeys/{name}/launch', { name }), form),
    onSuccess: (journey) => { taken(journey); onDone(); say(t('said.launched')); },
  });
}

export function useHold(name: string) {
  const { t } = useTranslation('journeys');
  const taken = useTaken(name);
  const say = useSaid();
  return useMutation({
    mutationFn: (what: 'pause' | 'resume') => api.post(what === 'pause' ? at('/api/journeys/{name}/pause', { name }) : at('/api/journeys/{name}/resume', { name })),
    onSuccess: (journey, what) => { taken(journey); say(t(`said.${what}`)); },
  });
}

export function useStop(name: string, onDone: () => void) {
  const { t } = useTranslation('journeys');
  const taken = useTaken(name);
  const say = useSaid();
  return useMutation({
    mutationFn: () => api.post(at('/api/journeys/{name}/stop', { name })),
    onSuccess: (journey) => { taken(journey); onDone(); say(t('said.stopped')); },
  });
}

export function useDelete(name: string) {
  const { t } = useTranslation('journeys');
  const queries = useQueryClient();
  const go = useGo();
  const say = useSaid();
  return useMutation({
    mutationFn: () => api.delete(at('/api/journeys/{name}', { name })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['/api/journeys'] });
      say(t('said.deleted'));
      go('/journeys');
    },
  });
}
