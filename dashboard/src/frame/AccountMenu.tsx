import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../address';
import { useSignOut, type Operator } from '../api/session';
import { PAGES } from '../pages';

export function AccountMenu({ operator, isDemo }: { operator: Operator; isDemo: boolean }) {
  const { t } = useTranslation();
  const go = useGo();
  const signOut = useSignOut();
  const hasSettings = PAGES.some((page) => page.path === '/settings');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={t('account.open', { name: operator.name })}>
          <Avatar size={30} radius="xl" color="evergreen" name={operator.name} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '6px 12px' }}>
          <Text size="sm" fw={500}>{operator.name}</Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{operator.email}</Text>
        </div>
        <Menu.Divider />
        {hasSettings && <Menu.Item leftSection={<IconSettings size={15} />} onClick={() => go('/settings')}>{t('navigation.settings')}</Menu.Item>}
        {!isDemo && <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>{t('account.signOut')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
