import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import type { Connection } from './shapes';

/** Reads the channels again once one has changed. */
export function useChannelsAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['/api/channels'] });
}

export function useConnectionActions(connection: Connection, after: () => void) {
  const { t } = useTranslation('channels');
  const readAgain = useChannelsAgain();
  const place = at('/api/channels/{connection_id}', { connection_id: connection.id });
  const check = useMutation({ mutationFn: () => api.post(at('/api/channels/{connection_id}/check', { connection_id: connection.id })), onSuccess: readAgain });
  const pause = useMutation({
    mutationFn: () => api.patch(place, { is_paused: !connection.is_paused }),
    onSuccess: async (changed) => {
      notifications.show({ message: t(changed.is_paused ? 'paused' : 'resumed', { name: connection.name }) });
      await readAgain();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete(place),
    onSuccess: async () => {
      notifications.show({ message: t('disconnect.done', { name: connection.name }) });
      after();
      await readAgain();
    },
  });
  return { check, pause, remove };
}
