import { useTranslation } from 'react-i18next';
import { CodeBlock, CopyField } from '../data/Copy';
import classes from './Channels.module.css';
import type { Connection } from './shapes';
import { inboxServerCode, inboxSnippet, pushSnippet, workerSnippet } from './snippets';

/** What to put on one's own pages for the channels that live there. */
export function Snippets({ connection }: { connection: Connection }) {
  const { t } = useTranslation('channels');
  const base = window.location.origin;
  const { secret } = connection.entered;
  const shared = secret ? <CopyField label={t(`field.${connection.kind}.secret`, { defaultValue: 'secret' })} text={secret} /> : null;
  if (connection.kind === 'webhook') return shared;
  if (connection.kind === 'in_app') {
    return (
      <details>
        <summary className={classes.summary}>{t('snippet.inbox')}</summary>
        {shared}
        <p className={classes.quiet}>{t('snippet.inboxServer')}</p>
        <CodeBlock code={inboxServerCode()} what={t('snippet.inboxServer')} />
        <p className={classes.quiet}>{t('snippet.inboxPage')}</p>
        <CodeBlock code={inboxSnippet(base)} what={t('snippet.inboxPage')} />
      </details>
    );
  }
  if (connection.kind !== 'web_push') return null;
  return (
    <details>
      <summary className={classes.summary}>{t('snippet.push')}</summary>
      <p className={classes.quiet}>{t('snippet.pushWorker')}</p>
      <CodeBlock code={workerSnippet(base)} what={t('snippet.pushWorker')} />
      <p className={classes.quiet}>{t('snippet.pushPage')}</p>
      <CodeBlock code={pushSnippet(base, t('snippet.pushButton'))} what={t('snippet.pushPage')} />
    </details>
  );
}
