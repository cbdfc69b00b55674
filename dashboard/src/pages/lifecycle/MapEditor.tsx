import { Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LifecycleMap } from '../../api/maps';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import { ChangePreview } from './ChangePreview';
import classes from './Map.module.css';
import { MapProblems } from './MapProblems';
import { lineOf } from './problemLines';
import { problemsOf, usePreview, useSave } from './useMapActions';
import { Versions } from './Versions';
import { YamlEditor } from './YamlEditor';

const PREVIEW_WAIT_MS = 500;

export function MapEditor({ map, isActive }: { map: LifecycleMap; isActive: boolean }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const [yaml, setYaml] = useState(map.yaml);
  const [saved, setSaved] = useState(map.yaml);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const [settled] = useDebouncedValue(yaml, PREVIEW_WAIT_MS);
  const isChanged = yaml !== saved;
  const preview = usePreview(settled, isChanged || !isActive);
  const save = useSave(map, setSaved);
  useBlocker({ shouldBlockFn: () => isChanged && !window.confirm(t('map.leave')), enableBeforeUnload: () => isChanged });
  const isJudged = preview.isSuccess && !preview.isPlaceholderData && settled === yaml;
  const problems = [...(isChanged || !isActive ? (preview.data?.problems ?? []) : []), ...(save.isError ? problemsOf(save.error) : [])];
  const moving = preview.data?.preview?.changed_customers ?? 0;
  const canSave = isChanged && isJudged && problems.length === 0;
  const saveText = !isChanged || !canSave ? t('map.save') : moving === 0 || !isActive ? t('map.saveNone') : t('map.saveMoving', { count: moving, customers: format.count(moving) });
  return (
    <div className={classes.columns}>
      <Panel
        title={t('map.document')}
        text={t('map.documentText')}
        actions={<Button size="xs" variant="subtle" color="gray" leftSection={<IconHistory size={14} />} onClick={() => setHistoryOpen(true)}>{t('map.history')}</Button>}
      >
        <YamlEditor
          label={t('map.document')}
          text={yaml}
          onChange={(text) => { setYaml(text); save.reset(); }}
          marked={problems.flatMap((problem) => lineOf(problem) ?? [])}
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" disabled={!isChanged} onClick={() => { setYaml(saved); save.reset(); }}>{t('map.discard')}</Button>
          <Button disabled={!canSave} loading={save.isPending} onClick={() => save.mutate(yaml)}>{saveText}</Button>
        </Group>
      </Panel>
      <div className={classes.side} aria-live="polite">
        {problems.length > 0 && <MapProblems problems={problems} />}
        {preview.isError && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {problems.length === 0 && !preview.isError && (
          <Panel title={isActive && !isChanged ? t('preview.title') : undefined}>
            {isActive && !isChanged && <div className={classes.hint}>{t('preview.none')}</div>}
            {(isChanged || !isActive) && !preview.data && <ChartSkeleton height={260} />}
            {(isChanged || !isActive) && preview.data?.preview && <ChangePreview preview={preview.data.preview} isStale={!isJudged} />}
          </Panel>
        )}
      </div>
      <Versions map={map} isOpen={isHistoryOpen} onClose={() => setHistoryOpen(false)} onTake={(text) => { setYaml(text); save.reset(); setHistoryOpen(false); }} />
    </div>
  );
}
