import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ContentTabs } from './ContentTabs';
import type { Message, MessageDocument } from './document';
import { FindingList } from './Findings';
import { MessageMenu } from './MessageMenu';
import classes from './Messages.module.css';
import { PreviewPanel } from './PreviewPanel';
import { SettingsPanel } from './SettingsPanel';
import { useMessageActions, useMessageCheck, useMessagePreview } from './useMessage';

export function MessageEditor({ message, first }: { message: Message | null; first: MessageDocument }) {
  const { t, i18n } = useTranslation('messages');
  const format = useFormats();
  const names = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
  const go = useGo();
  const [address, changeAddress] = useAddress();
  const [document, setDocument] = useState(first);
  const [isChanged, setChanged] = useState(false);
  const isLeaving = useRef(false);
  const language = address.language && document.languages[address.language] ? address.language : document.default_language;
  const change = (next: MessageDocument) => {
    setDocument(next);
    setChanged(true);
    if (save.isError) save.reset();
  };
  useBlocker({ shouldBlockFn: ({ current, next }) => isChanged && !isLeaving.current && current.pathname !== next.pathname && !window.confirm(t('leave')), enableBeforeUnload: () => isChanged });
  const leave = (to: string) => {
    isLeaving.current = true;
    setChanged(false);
    go(to);
  };
  const { save, remove } = useMessageActions(document, {
    saved: (kept) => (message ? setChanged(false) : leave(`/messages/${encodeURIComponent(kept.name)}`)),
    deleted: () => leave('/messages'),
  });
  const findings = useMessageCheck(document);
  const preview = useMessagePreview(document, { customer: address.as ?? null, event: address.event ?? null, language });
  const errors = findings.filter((finding) => finding.level === 'error').length;
  const warnings = findings.length - errors;
  const choose = (next: string) => changeAddress({ language: next === document.default_language ? undefined : next }, { replace: true });
  return (
    <Page
      title={document.title || t('newTitle')}
      back={<PageLink to="/messages" className={classes.back}><IconArrowLeft size={14} aria-hidden /> {t('all')}</PageLink>}
      finding={t(errors ? 'finding.errors' : warnings ? 'finding.warnings' : 'finding.ready', { count: errors || warnings, channel: t(`channel.${document.channel}`), languages: format.list(Object.keys(document.languages).map((code) => names.of(code) ?? code)) })}
      actions={(
        <>
          {message && <MessageMenu message={message} isChanged={isChanged} language={language} customer={preview.data?.customer_id ?? null} remove={remove} onTake={change} />}
          <Button size="xs" disabled={errors > 0 || !document.message || (!isChanged && message !== null)} loading={save.isPending} onClick={() => save.mutate()}>{t('save')}</Button>
        </>
      )}
    >
      <FormError error={save.error} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Panel title={t('content')}>
            <ContentTabs document={document} language={language} findings={findings} onLanguage={choose} onChange={change} />
          </Panel>
          <SettingsPanel document={document} findings={findings} onChange={change} />
          <FindingList findings={findings} onLanguage={choose} />
        </div>
        <div className={classes.side}>
          <PreviewPanel document={document} preview={preview} />
        </div>
      </div>
    </Page>
  );
}
