import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { api, at } from '../../api/client';
import type { Campaign } from './document';

export type Act = 'launch' | 'pause' | 'resume' | 'stop';

const PLACES = {
  launch: '/api/campaigns/{name}/launch', pause: '/api/campaigns/{name}/pause', resume: '/api/campaigns/{name}/resume', stop: '/api/campaigns/{name}/stop',
} as const;

function useTaken(name: string): (campaign: Campaign) => void {
  const queries = useQueryClient();
  return (campaign) => {
    queries.setQueryData([at('/api/campaigns/{name}', { name }), {}], campaign);
    void queries.invalidateQueries({ queryKey: ['/api/campaigns'] });
  };
}

export function useSave(name: string, onSaved: (campaign: Campaign) => void) {
  const { t } = useTranslation('campaigns');
  const taken = useTaken(name);
  return useMutation({
    mutationFn: (document: Record<string, unknown>) => api.put(at('/api/campaigns/{name}', { name }), { document }),
    onSuccess: (campaign) => {
      taken(campaign);
      onSaved(campaign);
      notifications.show({ message: t('said.saved', { version: campaign.version }), color: 'evergreen' });
    },
  });
}

export function useAct(name: string, onDone?: () => void) {
  const { t } = useTranslation('campaigns');
  const taken = useTaken(name);
  return useMutation({
    mutationFn: (act: Act) => api.post(at(PLACES[act], { name })),
    onSuccess: (campaign, act) => {
      taken(campaign);
      onDone?.();
      notifications.show({ message: t(`said.${act}`), color: 'evergreen' });
    },
  });
}

export function useDelete(name: string) {
  const { t } = useTranslation('campaigns');
  const queries = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: () => api.delete(at('/api/campaigns/{name}', { name })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['/api/campaigns'] });
      notifications.show({ message: t('said.deleted'), color: 'evergreen' });
      go('/campaigns');
    },
  });
}
