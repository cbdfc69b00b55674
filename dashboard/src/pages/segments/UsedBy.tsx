import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import classes from './Segments.module.css';

const PLACES = { journey: '/journeys', campaign: '/campaigns', segment: '/segments' } as const;
type Kind = keyof typeof PLACES;

/** `campaign autumn-news` -> its kind and its name. */
function partsOf(user: string): { kind: Kind; name: string } {
  const space = user.indexOf(' ');
  return { kind: user.slice(0, space) as Kind, name: user.slice(space + 1) };
}

/** Says a definition that asks about a segment in the operator's language. */
export function useUsers(): (user: string) => string {
  const { t } = useTranslation('segments');
  return (user) => {
    const { kind, name } = partsOf(user);
    return t(`usedBy.${kind}`, { name, defaultValue: user });
  };
}

/** The definitions that ask about a segment, each with the way to it. */
export function UsedBy({ users }: { users: string[] }) {
  const { t } = useTranslation('segments');
  const say = useUsers();
  if (users.length === 0) return <span className={classes.quiet}>{t('unused')}</span>;
  return (
    <span className={classes.users}>
      {users.map((user) => {
        const { kind, name } = partsOf(user);
        return <PageLink key={user} to={`${PLACES[kind]}/${encodeURIComponent(name)}`} onClick={(event) => event.stopPropagation()}>{say(user)}</PageLink>;
      })}
    </span>
  );
}
