import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRocket, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { StateBadge } from '../../parts/outcome/StateBadge';
import { draftOf, kindOf, type Campaign } from './document';
import { useAct, useDelete } from './useCampaignActions';
import { useWhen } from './useWhen';

interface ActionsProps { campaign: Campaign; isChanged: boolean; problems: number }

/** Launch, hold, go on, stop, delete: whatever its state allows. */
export function Actions({ campaign, isChanged, problems }: ActionsProps) {
  const { t } = useTranslation('campaigns');
  const [open, setOpen] = useState<'launch' | 'stop' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const hold = useAct(campaign.name);
  const isOn = ['running', 'paused', 'sending'].includes(campaign.status);
  return (
    <>
      <StateBadge status={campaign.status} />
      {campaign.status === 'running' && <Button size="xs" variant="default" leftSection={<IconPlayerPause size={14} />} loading={hold.isPending} onClick={() => hold.mutate('pause')}>{t('action.pause')}</Button>}
      {campaign.status === 'paused' && <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} />} loading={hold.isPending} onClick={() => hold.mutate('resume')}>{t('action.resume')}</Button>}
      {!isOn && (
        <Button size="xs" variant={isChanged ? 'default' : 'filled'} leftSection={<IconRocket size={14} />} disabled={isChanged || problems > 0} title={isChanged ? t('action.saveFirst') : problems > 0 ? t('action.mendFirst') : undefined} onClick={() => setOpen('launch')}>{t('action.launch')}</Button>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target><ActionIcon size={30} variant="default" aria-label={t('action.more')}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {isOn && <Menu.Item color="red" leftSection={<IconPlayerStop size={14} />} onClick={() => setOpen('stop')}>{t('action.stop')}</Menu.Item>}
          {!isOn && <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setOpen('delete')}>{t('action.delete')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <FormError error={hold.error} />
      <LaunchDialog campaign={campaign} isOpen={open === 'launch'} onClose={close} />
      <StopDialog campaign={campaign} isOpen={open === 'stop'} onClose={close} />
      <DeleteDialog campaign={campaign} isOpen={open === 'delete'} onClose={close} />
    </>
  );
}

interface DialogProps { campaign: Campaign; isOpen: boolean; onClose: () => void }

/** Says when it goes out and how many the audience holds for now. */
function LaunchDialog({ campaign, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const when = useWhen();
  const act = useAct(campaign.name, onClose);
  const { audience, when: time } = draftOf(campaign.document);
  const found = useQuery({
    queryKey: ['/api/segments/preview', 'when', audience],
    queryFn: () => api.post('/api/segments/preview', { name: 'audience', title: '', description: '', when: audience }),
    enabled: isOpen && Boolean(audience),
    staleTime: 30_000,
  });
  const customers = found.data?.preview?.customers;
  const isLocalOnce = kindOf(time) === 'at' && time.local === true;
  const late = useReport(at('/api/campaigns/{name}/at-launch', { name: campaign.name }), {}, { isEnabled: isOpen && isLocalOnce }).data?.customers ?? 0;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('launch.title', { title: campaign.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{kindOf(time) === 'now' ? t('form.nowText') : when(time)}</Text>
        <Text size="sm">{!audience ? t('launch.everybody') : customers === undefined ? '\u00a0' : t('launch.audience', { count: customers, customers: format.count(customers) })}</Text>
        {isLocalOnce && late > 0 && <Text size="sm">{t('launch.late', { count: late, customers: format.count(late) })}</Text>}
        <Text size="sm" c="dimmed">{t('launch.text')}</Text>
        <FormError error={act.error} />
        <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button loading={act.isPending} onClick={() => act.mutate('launch')}>{t('action.launch')}</Button></Group>
      </Stack>
    </Modal>
  );
}

function StopDialog({ campaign, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const act = useAct(campaign.name, onClose);
  const { waiting, sent } = campaign.counts;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('stop.title', { title: campaign.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('stop.waiting', { count: waiting, messages: format.count(waiting) })}</Text>
        <Text size="sm" c="dimmed">{t('stop.sent', { count: sent, messages: format.count(sent) })}</Text>
        <FormError error={act.error} />
        <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button color="red" loading={act.isPending} onClick={() => act.mutate('stop')}>{t('action.stop')}</Button></Group>
      </Stack>
    </Modal>
  );
}

function DeleteDialog({ campaign, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation('campaigns');
  const remove = useDelete(campaign.name);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('delete.title', { title: campaign.title })} centered closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <Stack gap="md">
        <Text size="sm">{t('delete.text')}</Text>
        <FormError error={remove.error} />
        <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('action.delete')}</Button></Group>
      </Stack>
    </Modal>
  );
}
