import { Badge, Button } from '@mantine/core';
import { IconMail, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { useReport } from '../../api/report';
import { useTopicTitle } from '../../api/topics';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { CHANNELS, type Message } from './document';
import classes from './Messages.module.css';
import { NewMessage } from './NewMessage';

export default function MessagesPage() {
  const { t } = useTranslation('messages');
  const go = useGo();
  const [isNew, setNew] = useState(false);
  const messages = useReport('/api/messages', {}, { isLive: false });
  const columns = useColumns();
  const add = <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew(true)}>{t('new')}</Button>;
  const isEmpty = messages.data?.length === 0;
  return (
    <Page title={t('title')} actions={!isEmpty && add} finding={messages.data ? !isEmpty && <Finding messages={messages.data} /> : !messages.isError && <FindingSkeleton />}>
      {messages.isError && <ErrorState error={messages.error} onRetry={() => void messages.refetch()} />}
      {isEmpty && <EmptyState icon={IconMail} title={t('empty.title')} text={t('empty.text')} action={add} />}
      {!isEmpty && !(messages.isError && !messages.data) && (
        <Panel isFlush>
          <DataTable
            label={t('title')} columns={columns} rows={messages.data} rowKey={(row) => row.name} isLoading={messages.isLoading}
            onRow={(row) => go(`/messages/${encodeURIComponent(row.name)}`)} firstSort={{ key: 'title', order: 'asc' }}
          />
        </Panel>
      )}
      <NewMessage isOpen={isNew} onClose={() => setNew(false)} taken={messages.data?.map((message) => message.name) ?? []} />
    </Page>
  );
}

/** How many there are on which channel, and which do not speak every language that others speak. */
function Finding({ messages }: { messages: Message[] }) {
  const { t } = useTranslation('messages');
  const format = useFormats();
  const spoken = new Set(messages.flatMap((message) => message.languages));
  const partial = messages.filter((message) => message.languages.length < spoken.size).length;
  const by = CHANNELS.flatMap((channel) => {
    const count = messages.filter((message) => message.channel === channel).length;
    return count ? [t('byChannel', { channel: t(`channel.${channel}`), count: format.count(count) })] : [];
  });
  const rest = spoken.size > 1 && partial > 0 ? t('finding.partial', { count: partial, formatted: format.count(partial), languages: format.list([...spoken].sort()) }) : '';
  return <>{t('finding.all', { count: messages.length, formatted: format.count(messages.length), by: format.list(by) })} {rest}</>;
}

function useColumns(): Column<Message>[] {
  const { t } = useTranslation('messages');
  const format = useFormats();
  const topicOf = useTopicTitle();
  return useMemo(() => [
    { key: 'title', title: t('column.title'), value: (row) => row.title, isSortable: true, cell: (row) => <div className={classes.name}><b>{row.title}</b><span className={classes.quiet}>{row.name}</span></div> },
    { key: 'channel', title: t('column.channel'), value: (row) => row.channel, isSortable: true, cell: (row) => t(`channel.${row.channel}`) },
    { key: 'topic', title: t('column.topic'), value: (row) => topicOf(row.topic), isSortable: true, cell: (row) => topicOf(row.topic), isMinor: true },
    { key: 'languages', title: t('column.languages'), value: (row) => row.languages.join(' '), cell: (row) => <span className={classes.tags}>{row.languages.map((language) => <Badge key={language} variant="default" size="sm" tt="none">{language}</Badge>)}</span> },
    { key: 'version', title: t('column.version'), value: (row) => row.version, cell: (row) => format.count(row.version), isNumber: true, isMinor: true },
    { key: 'saved', title: t('column.saved'), value: (row) => row.saved_at, isSortable: true, cell: (row) => <span title={`${format.dateTime(row.saved_at)} · ${row.saved_by}`}>{format.ago(row.saved_at)}</span>, isMinor: true },
  ], [t, format, topicOf]);
}
