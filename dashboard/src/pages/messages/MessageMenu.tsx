import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconHistory, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useReport } from '../../api/report';
import { DeleteDialog, VersionsPanel } from '../../parts/documents';
import type { Message, MessageDocument } from './document';
import { TestDialog } from './TestDialog';

interface MessageMenuProps {
  message: Message;
  isChanged: boolean;
  language: string;
  /** Whom the preview shows. */
  customer: string | null;
  remove: Parameters<typeof DeleteDialog>[0]['mutation'];
  onTake: (document: MessageDocument) => void;
}

/** Send a test, go back to a version, delete. */
export function MessageMenu({ message, isChanged, language, customer, remove, onTake }: MessageMenuProps) {
  const { t } = useTranslation('messages');
  const [open, setOpen] = useState<'test' | 'versions' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const versions = useReport(at('/api/messages/{name}/versions', { name: message.name }), {}, { isEnabled: open === 'versions', isLive: false });
  const take = async (yaml: string) => {
    const { document } = await api.post('/api/messages/check', { yaml });
    if (document) onTake(document as unknown as MessageDocument);
  };
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconSend size={14} />} onClick={() => setOpen('test')}>{t('test.open')}</Button>
      <Menu position="bottom-end" width={200}>
        <Menu.Target><Button size="xs" variant="default" rightSection={<IconChevronDown size={13} />}>{t('more')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={14} />} onClick={() => setOpen('versions')}>{t('versions')}</Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => setOpen('delete')}>{t('delete.open')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TestDialog message={message} isOpen={open === 'test'} isChanged={isChanged} language={language} customer={customer} onClose={close} />
      <VersionsPanel isOpen={open === 'versions'} onClose={close} versions={versions} onTake={(version) => void take(version.yaml)} />
      <DeleteDialog isOpen={open === 'delete'} onClose={close} title={t('delete.title', { title: message.title })} text={t('delete.text')} confirm={t('delete.confirm')} mutation={remove} />
    </>
  );
}
