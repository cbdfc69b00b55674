import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useMapTitle, useStageTitle, type LifecycleMap } from '../../api/maps';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { StageBadge } from '../../parts/StageBadge';
import classes from './Settings.module.css';

interface MapDialogProps {
  /** Null: closed. */
  map: LifecycleMap | null;
  before: LifecycleMap | undefined;
  onClose: () => void;
}

/** Says in numbers what another map would do, before it is made active. */
export function MapDialog({ map: chosen, before, onClose }: MapDialogProps) {
  const { t } = useTranslation('settings');
  const format = useFormats();
  const titleOf = useStageTitle();
  const mapTitle = useMapTitle();
  const queries = useQueryClient();
  // The words stay while the dialog fades out.
  const last = useRef(chosen);
  if (chosen) last.current = chosen;
  const map = last.current;
  const preview = useQuery({
    queryKey: ['/api/maps/preview', map?.name],
    queryFn: () => api.post('/api/maps/preview', { yaml: map!.yaml }),
    enabled: chosen !== null,
    staleTime: 0,
  });
  const use = useMutation({
    mutationFn: () => api.put('/api/maps/active', { name: map!.name }),
    onSuccess: () => {
      onClose();
      notifications.show({ message: t('map.changed', { map: mapTitle(map) }) });
      void queries.invalidateQueries();
    },
  });
  const close = () => {
    use.reset();
    onClose();
  };
  const stages = map?.document.stages ?? [];
  const titles = format.list(stages.map((stage) => titleOf(stage.id, stage.title)));
  const after = preview.data?.preview?.after;
  return (
    <Modal
      opened={chosen !== null} onClose={close} centered title={t('map.confirmTitle', { map: mapTitle(map) })}
      closeButtonProps={{ 'aria-label': t('map.cancel') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('map.confirmText', { map: mapTitle(map), stages: titles, before: mapTitle(before) })}</Text>
        {preview.isLoading && <Skeleton height={140} radius={8} />}
        {after && (
          <table className={classes.after}>
            <thead>
              <tr>
                <th>{t('map.stage')}</th>
                <th>{t('map.customers')}</th>
              </tr>
            </thead>
            <tbody>
              {stages.map((stage) => (
                <tr key={stage.id}>
                  <td><StageBadge stage={stage.id} title={stage.title} color={stage.color} /></td>
                  <td className="num">{format.count(after[stage.id] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <FormError error={use.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{t('map.cancel')}</Button>
          <Button onClick={() => use.mutate()} loading={use.isPending}>{t('map.use')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
