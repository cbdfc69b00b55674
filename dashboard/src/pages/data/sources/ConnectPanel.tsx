import { Stack, Tabs, Text } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../../address/PageLink';
import { useFormats } from '../../../format';
import { SidePanel } from '../../../parts/SidePanel';
import { CodeBlock, CopyField } from '../Copy';
import type { Source } from '../shapes';
import { cleverTapSnippet, snippetsFor, type Snippet } from './snippets';
import classes from './Sources.module.css';
import { statusOf } from './status';

/** Keys and code to copy, and whether the first event came. Null: closed. */
export function ConnectPanel({ source: chosen, onClose }: { source: Source | null; onClose: () => void }) {
  const { t } = useTranslation('data');
  // The words stay while the panel slides out.
  const last = useRef(chosen);
  if (chosen) last.current = chosen;
  const source = last.current;
  return (
    <SidePanel isOpen={chosen !== null} onClose={onClose} size={620} title={t('snippet.title', { name: source?.name })}>
      {source && <Connect source={source} />}
    </SidePanel>
  );
}

function Connect({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  const { origin } = window.location;
  const key = source.write_key ?? '';
  const isCleverTap = source.kind === 'clevertap';
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">{t(isCleverTap ? 'snippet.textCleverTap' : 'snippet.text')}</Text>
      <CopyField label={t(isCleverTap ? 'source.account' : 'source.key')} text={key} />
      {isCleverTap && source.passcode && <CopyField label={t('source.passcode')} text={source.passcode} />}
      {isCleverTap ? (
        <Code snippet={cleverTapSnippet(origin, key, source.passcode ?? '')} />
      ) : (
        <Snippets snippets={snippetsFor(origin, key)} />
      )}
      <State source={source} />
    </Stack>
  );
}

function Snippets({ snippets }: { snippets: Snippet[] }) {
  const { t } = useTranslation('data');
  const titleOf = (snippet: Snippet) => (snippet.id === 'browser' ? t('snippet.browser') : snippet.title);
  return (
    <Tabs defaultValue="browser" keepMounted={false}>
      <Tabs.List mb="sm">
        {snippets.map((snippet) => (
          <Tabs.Tab key={snippet.id} value={snippet.id}>{titleOf(snippet)}</Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map((snippet) => (
        <Tabs.Panel key={snippet.id} value={snippet.id}>
          <Code snippet={snippet} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Code({ snippet }: { snippet: Snippet }) {
  const { t } = useTranslation('data');
  return (
    <Stack gap="xs">
      {snippet.install && <CodeBlock code={snippet.install} what={`${t('snippet.install')}: ${snippet.title}`} />}
      <CodeBlock code={snippet.code} what={t('snippet.code', { title: snippet.title })} />
    </Stack>
  );
}

/** Changes by itself when the first event arrives. */
function State({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const status = statusOf(source, new Date());
  return (
    <div className={classes.state} role="status">
      <span className={classes.dot} data-status={status} aria-hidden />
      <span>
        {status === 'listening' ? t('source.listening') : t('snippet.arrived', { count: source.accepted, formatted: format.count(source.accepted) })}
        {' '}
        <PageLink to="/data" address={{ tab: 'live' }}>{t('source.seeLive')}</PageLink>
      </span>
    </div>
  );
}
