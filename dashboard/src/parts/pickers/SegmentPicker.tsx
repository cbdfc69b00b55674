import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../address/period';
import { useStages, useStageTitle } from '../../api/maps';
import { RFM_SEGMENTS, useSavedSegments, useSegmentTitle } from '../../api/segments';
import { StageBadge } from '../StageBadge';

/** Whose numbers: everyone, the customers of a stage, of a saved segment, or of an RFM segment. */
export function SegmentPicker() {
  const { t } = useTranslation();
  const { scope, change } = useScope();
  const stages = useStages();
  const stageTitle = useStageTitle();
  const segmentTitle = useSegmentTitle();
  const saved = useSavedSegments();
  const [kind, id] = scope.segment.split(':');
  const savedTitle = saved.find((segment) => segment.name === id)?.title ?? id;
  const label = kind === 'stage' ? stageTitle(id) : kind === 'rfm' ? segmentTitle(id) : kind === 'segment' ? savedTitle : t('segment.all');
  const check = (value: string) => (scope.segment === value ? <IconCheck size={14} /> : null);
  return (
    <Menu position="bottom-end" width={240} styles={{ dropdown: { maxHeight: 420, overflowY: 'auto' } }}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconUsers size={14} />} rightSection={<IconChevronDown size={13} />} aria-label={t('segment.name', { value: label })}>{label}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => change({ segment: 'all' })} rightSection={check('all')}>{t('segment.all')}</Menu.Item>
        {saved.length > 0 && <Menu.Label>{t('segment.saved')}</Menu.Label>}
        {saved.map((segment) => (
          <Menu.Item key={segment.name} onClick={() => change({ segment: `segment:${segment.name}` })} rightSection={check(`segment:${segment.name}`)}>{segment.title}</Menu.Item>
        ))}
        {stages.length > 0 && <Menu.Label>{t('segment.stages')}</Menu.Label>}
        {stages.map((stage) => (
          <Menu.Item key={stage.id} onClick={() => change({ segment: `stage:${stage.id}` })} rightSection={check(`stage:${stage.id}`)}>
            <StageBadge stage={stage.id} />
          </Menu.Item>
        ))}
        <Menu.Label>{t('segment.rfm')}</Menu.Label>
        {RFM_SEGMENTS.map((segment) => (
          <Menu.Item key={segment} onClick={() => change({ segment: `rfm:${segment}` })} rightSection={check(`rfm:${segment}`)}>{segmentTitle(segment)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
