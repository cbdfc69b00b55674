import { Text } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../address/PageLink';
import { useSession } from '../api/session';
import { PAGES, type NavigationGroup, type PageSpec } from '../pages';
import { Mark } from './Mark';
import classes from './Navigation.module.css';

/** Groups with a heading say what one wants to do; the last two stand for themselves. */
const GROUPS: { id: NavigationGroup; hasHeading: boolean }[] = [
  { id: 'lifecycle', hasHeading: true },
  { id: 'customers', hasHeading: true },
  { id: 'numbers', hasHeading: true },
  { id: 'reach', hasHeading: true },
  { id: 'loyalty', hasHeading: true },
  { id: 'listen', hasHeading: true },
  { id: 'data', hasHeading: false },
  { id: 'settings', hasHeading: false },
];

export function Brand() {
  return (
    <PageLink to="/lifecycle" className={classes.brand} aria-label="Evergrow">
      <Mark size={24} />
      <span>Evergrow</span>
    </PageLink>
  );
}

export function Navigation({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation();
  const isDemo = useSession().data?.is_demo ?? false;
  return (
    <nav aria-label={t('navigation.name')}>
      {GROUPS.map((group) => {
        const pages = PAGES.filter((page) => page.navigation?.group === group.id && (isDemo || !page.navigation.isOfDemo));
        if (pages.length === 0) return null;
        return (
          <div key={group.id} className={classes.group}>
            {group.hasHeading && <Text className={classes.heading} id={`group-${group.id}`}>{t(`navigation.group.${group.id}`)}</Text>}
            <ul className={classes.list} aria-labelledby={group.hasHeading ? `group-${group.id}` : undefined}>
              {pages.map((page) => <Entry key={page.path} page={page} onGo={onGo} />)}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function Entry({ page, onGo }: { page: PageSpec; onGo: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { icon: Icon, label } = page.navigation!;
  const isHere = pathname === page.path || pathname.startsWith(`${page.path}/`);
  return (
    <li>
      <PageLink to={page.path} className={classes.entry} aria-current={isHere ? 'page' : undefined} onClick={onGo}>
        <Icon size={17} stroke={1.7} />
        {t(`navigation.${label}`)}
      </PageLink>
    </li>
  );
}
