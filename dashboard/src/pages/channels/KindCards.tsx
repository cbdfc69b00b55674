import { Badge, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Channels.module.css';
import { KindIcon } from './KindIcon';
import { standingOf, type Connection, type Kind } from './shapes';

/** Every kind of channel: whether it is connected, and what it takes. */
export function KindCards({ kinds, connections, onConnect }: { kinds: Kind[]; connections: Connection[]; onConnect: (kind: Kind) => void }) {
  const { t } = useTranslation('channels');
  return (
    <ul className={classes.kinds}>
      {kinds.map((kind) => {
        const own = connections.filter((each) => each.kind === kind.kind);
        const isConnected = own.length > 0;
        const isBroken = isConnected && own.every((each) => standingOf(each) === 'broken');
        const needed = kind.fields.filter((field) => !field.is_optional && !field.default).length;
        const title = t(`kind.${kind.kind}`, { defaultValue: kind.title });
        return (
          <li key={kind.kind} className={classes.kind}>
            <KindIcon channel={kind.channel} />
            <div className={classes.grow}>
              <b>{title}</b>
              <div className={classes.quiet}>{needed ? t('needs', { count: needed }) : t('needsNothing')}</div>
            </div>
            {isConnected && <Badge variant="light" tt="none" miw="max-content" color={isBroken ? 'red' : undefined}>{t(isBroken ? 'status.broken' : 'isConnected')}</Badge>}
            <Button size="xs" variant="default" aria-label={t(isConnected ? 'connectMoreName' : 'connectName', { title })} onClick={() => onConnect(kind)}>{isConnected ? t('connectMore') : t('connect')}</Button>
          </li>
        );
      })}
    </ul>
  );
}
