import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconHistory, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRocket, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../../api/client';
import { useReport } from '../../../api/report';
import { VersionsPanel } from '../../../parts/documents';
import { FormError } from '../../../parts/FormError';
import { draftOf, type Draft } from '../document';
import type { Journey } from '../shapes';
import { DeleteDialog, LaunchDialog, StopDialog } from './Dialogs';
import { useHold } from './useJourneyActions';

interface ActionsProps { journey: Journey; isChanged: boolean; problems: number; onTake: (draft: Draft) => void }

/** Launch, hold, go on, stop: whatever the journey's state allows. */
export function Actions({ journey, isChanged, problems, onTake }: ActionsProps) {
  const { t } = useTranslation('journeys');
  const [open, setOpen] = useState<'launch' | 'stop' | 'versions' | 'delete' | null>(null);
  const counts = useReport(at('/api/journeys/{name}/counts', { name: journey.name })).data;
  const versions = useReport(at('/api/journeys/{name}/versions', { name: journey.name }), {}, { isEnabled: open === 'versions', isLive: false });
  const take = async (yaml: string) => {
    const { document } = await api.post('/api/journeys/check', { yaml });
    if (document) onTake(draftOf(document));
  };
  const hold = useHold(journey.name);
  const status = journey.state?.status;
  const isOn = status === 'running' || status === 'paused';
  const isNewest = journey.state?.version === journey.version;
  const close = () => setOpen(null);
  return (
    <>
      {status === 'running' && <Button size="xs" variant="default" leftSection={<IconPlayerPause size={14} />} loading={hold.isPending} onClick={() => hold.mutate('pause')}>{t('action.pause')}</Button>}
      {status === 'paused' && <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} />} loading={hold.isPending} onClick={() => hold.mutate('resume')}>{t('action.resume')}</Button>}
      {(!isOn || !isNewest) && (
        <Button size="xs" variant={isChanged ? 'default' : 'filled'} leftSection={<IconRocket size={14} />} disabled={isChanged || problems > 0} title={isChanged ? t('action.saveFirst') : problems > 0 ? t('action.mendFirst') : undefined} onClick={() => setOpen('launch')}>
          {isOn ? t('action.launchVersion', { version: journey.version }) : t('action.launch')}
        </Button>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target><ActionIcon size={30} variant="default" aria-label={t('action.more')}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={14} />} onClick={() => setOpen('versions')}>{t('action.versions')}</Menu.Item>
          {isOn && <Menu.Item color="red" leftSection={<IconPlayerStop size={14} />} onClick={() => setOpen('stop')}>{t('action.stop')}</Menu.Item>}
          {!isOn && <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setOpen('delete')}>{t('action.delete')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <FormError error={hold.error} />
      <VersionsPanel isOpen={open === 'versions'} onClose={close} versions={versions} say={({ inside }) => t('action.inside', { count: inside })} onTake={(version) => void take(version.yaml)} />
      <LaunchDialog journey={journey} inside={counts?.inside ?? 0} isOpen={open === 'launch'} onClose={close} />
      <StopDialog journey={journey} counts={counts} isOpen={open === 'stop'} onClose={close} />
      <DeleteDialog journey={journey} isOpen={open === 'delete'} onClose={close} />
    </>
  );
}
