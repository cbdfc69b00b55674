import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import type { LifecycleMap } from '../../api/maps';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { SidePanel } from '../../parts/SidePanel';
import { TableSkeleton } from '../../parts/Skeletons';
import classes from './Map.module.css';

interface VersionsProps {
  map: LifecycleMap;
  isOpen: boolean;
  onClose: () => void;
  /** Puts a version's text into the editor; nothing is saved yet. */
  onTake: (yaml: string) => void;
}

/** Every version the map has had; each can be taken back into the editor. */
export function Versions({ map, isOpen, onClose, onTake }: VersionsProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const path = at('/api/maps/{name}/versions', { name: map.name });
  const versions = useQuery({ queryKey: [path], queryFn: () => api.get(path), enabled: isOpen });
  return (
    <SidePanel isOpen={isOpen} onClose={onClose} title={t('versions.title')}>
      {versions.isPending && <TableSkeleton rows={4} />}
      {versions.isError && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data?.length === 0 && <Text size="sm" c="dimmed">{t('versions.none')}</Text>}
      <Stack gap={0}>
        {versions.data?.map((version) => (
          <div key={version.version} className={classes.version}>
            <div>
              <Text size="sm" fw={500}>{t('versions.version', { version: version.version })}</Text>
              <Text size="xs" c="dimmed">{[version.saved_at ? format.dateTime(version.saved_at) : t('versions.shipped'), version.saved_by].filter(Boolean).join(' · ')}</Text>
            </div>
            <Button size="xs" variant="default" onClick={() => onTake(version.yaml)}>{t('versions.take')}</Button>
          </div>
        ))}
      </Stack>
    </SidePanel>
  );
}
