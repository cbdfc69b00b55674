import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveQueries } from '../api/live';
import type { Session } from '../api/session';
import { DefinitionPanel } from '../parts/Definitions';
import { AccountMenu } from './AccountMenu';
import { LanguageSwitch } from './LanguageSwitch';
import { LiveMark } from './LiveMark';
import { Brand, Navigation } from './Navigation';
import { SchemeSwitch } from './SchemeSwitch';
import { Search } from './Search';
import classes from './Shell.module.css';

/** What stands around every page: navigation at the left, search and switches on top. */
export function Shell({ session, children }: { session: Session | undefined; children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <DefinitionPanel>
      <a href="#main" className={classes.skip}>{t('skip')}</a>
      <AppShell
        layout="alt"
        header={{ height: 52 }}
        navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        transitionDuration={120}
      >
        <AppShell.Header className={classes.header}>
          <Group h="100%" px="md" gap="xs" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('navigation.open')} />
            <Search />
            <div className={classes.space} />
            {session?.operator && <Live />}
            <LanguageSwitch />
            <SchemeSwitch />
            {session?.operator && <AccountMenu operator={session.operator} isDemo={session.is_demo} />}
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar}>
          <Group justify="space-between" wrap="nowrap" className={classes.brand}>
            <Brand />
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('navigation.close')} />
          </Group>
          <Navigation onGo={close} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>{children}</AppShell.Main>
      </AppShell>
    </DefinitionPanel>
  );
}

function Live() {
  useLiveQueries();
  return <LiveMark />;
}
