import { Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { useMessageTitle } from '../../api/titles';
import { useTopicTitle } from '../../api/topics';
import { useFormats } from '../../format';
import { ErrorState } from '../ErrorState';
import { SidePanel } from '../SidePanel';
import { TableSkeleton } from '../Skeletons';
import classes from './Outcome.module.css';
import { ON_THE_LIST, useOutcome } from './useOutcome';

/** One message with the evidence of every try. */
export function MessagePanel({ messageId, onClose }: { messageId: string | null; onClose: () => void }) {
  const { t } = useTranslation('outcome');
  return (
    <SidePanel isOpen={messageId !== null} onClose={onClose} title={t('one.title')}>
      {messageId && <Told messageId={messageId} />}
    </SidePanel>
  );
}

function Told({ messageId }: { messageId: string }) {
  const { t } = useTranslation('outcome');
  const format = useFormats();
  const outcome = useOutcome();
  const titleOf = useMessageTitle();
  const topicOf = useTopicTitle();
  const one = useReport(at('/api/deliveries/{message_id}', { message_id: messageId }));
  if (one.isError) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  if (!one.data) return <TableSkeleton rows={6} />;
  const message = one.data;
  const facts: [string, React.ReactNode][] = [
    [t('list.message'), <PageLink to={`/messages/${encodeURIComponent(message.template)}`}>{titleOf(message.template)}</PageLink>],
    [t('list.channel'), outcome.channel(message.channel)],
    [t('one.topic'), topicOf(message.topic)],
    [t('one.created'), format.dateTime(message.created_at)],
    [t('one.due'), format.dateTime(message.due_at)],
    [t('one.sent'), message.sent_at ? format.dateTime(message.sent_at) : '–'],
    [t('one.language'), message.language ?? '–'],
  ];
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{outcome.status(message.status)}</Text>
        {outcome.why(message) && <Text size="sm">{outcome.why(message)}</Text>}
        {message.detail && message.reason !== ON_THE_LIST && <Text size="xs" c="dimmed" lang="en">{message.detail}</Text>}
      </div>
      <table className={classes.reasons}>
        <tbody>{facts.map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td className="num">{value}</td></tr>)}</tbody>
      </table>
      {message.came_of_it.length > 0 && (
        <div>
          <Text size="sm" fw={600}>{t('one.cameOfIt')}</Text>
          {message.came_of_it.map((one) => (
            <div key={`${one.name} ${one.at} ${one.detail}`} className={classes.attempt}>
              <div>{format.dateTime(one.at)} · {one.name}</div>
              {one.detail && <Text size="xs" c="dimmed" lang="en">{one.detail}</Text>}
            </div>
          ))}
        </div>
      )}
      <div>
        <Text size="sm" fw={600}>{t('one.attempts', { count: message.attempts.length })}</Text>
        {message.attempts.map((attempt) => (
          <div key={attempt.number} className={classes.attempt}>
            <div>{t('one.attempt', { number: attempt.number, date: format.dateTime(attempt.begun_at) })} · {outcome.status(attempt.outcome)}</div>
            {(attempt.code || attempt.detail) && <Text size="xs" c="dimmed" lang="en">{[attempt.code, attempt.detail].filter(Boolean).join(' ')}</Text>}
          </div>
        ))}
      </div>
      <Code>{message.message_id}</Code>
    </Stack>
  );
}
