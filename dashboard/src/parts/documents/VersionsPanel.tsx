import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { ErrorState } from '../ErrorState';
import { SidePanel } from '../SidePanel';
import { TableSkeleton } from '../Skeletons';

export interface DocumentVersion { version: number; saved_at: string; saved_by: string; yaml: string }

interface VersionsPanelProps<V extends DocumentVersion> {
  isOpen: boolean;
  onClose: () => void;
  versions: { data: V[] | undefined; isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** A line that tells the versions apart. */
  say?: (version: V) => string;
  /** Puts a version into the editor; nothing is saved yet. */
  onTake: (version: V) => void;
}

/** Every version a document has had; each can be taken back into the editor. */
export function VersionsPanel<V extends DocumentVersion>({ isOpen, onClose, versions, say, onTake }: VersionsPanelProps<V>) {
  const { t } = useTranslation('documents');
  const format = useFormats();
  return (
    <SidePanel isOpen={isOpen} onClose={onClose} title={t('versions.title')} size={520}>
      {versions.isPending && <TableSkeleton rows={4} />}
      {versions.isError && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      <Stack gap="md">
        {versions.data?.map((version, index) => (
          <Group key={version.version} justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600}>{t(index === 0 ? 'versions.newest' : 'versions.version', { version: version.version })}</Text>
              <Text size="xs" c="dimmed">{[format.dateTime(version.saved_at), version.saved_by].filter(Boolean).join(' · ')}</Text>
              {say && <Text size="xs" mt={2} lineClamp={3} style={{ overflowWrap: 'anywhere' }}>{say(version)}</Text>}
            </div>
            <Button size="xs" variant="default" style={{ flexShrink: 0 }} onClick={() => { onTake(version); onClose(); }}>{t('versions.take')}</Button>
          </Group>
        ))}
      </Stack>
    </SidePanel>
  );
}
