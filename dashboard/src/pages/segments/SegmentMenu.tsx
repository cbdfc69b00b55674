import { Button, Menu } from '@mantine/core';
import { IconBrandGoogle, IconBrandMeta, IconDownload, IconHistory, IconTrash, IconUsers, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { addressOf, at } from '../../api/client';
import { useReport } from '../../api/report';
import { draftOf, type ConditionDraft } from '../../parts/conditions';
import { DeleteDialog, VersionsPanel } from '../../parts/documents';
import { useFormats } from '../../format';
import type { Segment } from './shapes';
import { useUsers } from './UsedBy';

interface SegmentMenuProps {
  segment: Segment;
  remove: Parameters<typeof DeleteDialog>[0]['mutation'];
  onTake: (draft: ConditionDraft) => void;
}

/** What can be done with a saved segment: see its members, take them along, go back, delete. */
export function SegmentMenu({ segment, remove, onTake }: SegmentMenuProps) {
  const { t } = useTranslation('segments');
  const go = useGo();
  const format = useFormats();
  const [open, setOpen] = useState<'versions' | 'delete' | null>(null);
  const versions = useReport(at('/api/segments/{name}/versions', { name: segment.name }), {}, { isEnabled: open === 'versions', isLive: false });
  const filter = `segment:${segment.name}`;
  const audience = (platform: 'google' | 'meta') => addressOf(`/api/audiences/${encodeURIComponent(filter)}`, { for: platform });
  const say = useUsers();
  const isUsed = segment.used_by.length > 0;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconUsers size={14} />} onClick={() => go('/customers', { segment: filter })}>{t('menu.members')}</Button>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={13} />}>{t('menu.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={addressOf('/api/customers/export', { segment: filter })} download leftSection={<IconDownload size={14} />}>{t('menu.csv')}</Menu.Item>
          <Menu.Label>{t('menu.audience')}</Menu.Label>
          <Menu.Item component="a" href={audience('google')} download leftSection={<IconBrandGoogle size={14} />}>{t('menu.google')}</Menu.Item>
          <Menu.Item component="a" href={audience('meta')} download leftSection={<IconBrandMeta size={14} />}>{t('menu.meta')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconHistory size={14} />} onClick={() => setOpen('versions')}>{t('menu.versions')}</Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setOpen('delete')}>{t('menu.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <VersionsPanel isOpen={open === 'versions'} onClose={() => setOpen(null)} versions={versions} say={(version) => version.when} onTake={(version) => onTake({ ...draftOf(null, version.when), mode: 'text' })} />
      <DeleteDialog
        isOpen={open === 'delete'} onClose={() => setOpen(null)} title={t('delete.title', { title: segment.title })} confirm={t('delete.confirm')} mutation={remove} isBlocked={isUsed}
        text={isUsed ? t('delete.used', { users: format.list(segment.used_by.map(say)) }) : t('delete.text', { count: segment.customers, customers: format.count(segment.customers) })}
      />
    </>
  );
}
