import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { useMessageTitle } from '../../../api/titles';
import { calledIn, CustomerLink } from '../../../parts/customer';
import { Status } from '../../../parts/outcome/Deliveries';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import classes from '../Run.module.css';
import type { EntryShown } from '../shapes';

interface Trigger { event?: string; key?: string; segment?: string; stage?: string; change?: string }

function triggerOf(text: string): Trigger {
  try {
    return JSON.parse(text) as Trigger;
  } catch {
    return {};
  }
}

/** One entry told in order: what brought the customer in, every step, every message and why, and the end. */
export function EntryStory({ entry, stepOf }: { entry: EntryShown; stepOf: (step: string) => string }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const outcome = useOutcome();
  const titleOf = useMessageTitle();
  const trigger = triggerOf(entry.trigger);
  const cause = trigger.event ?? trigger.segment ?? trigger.stage;
  return (
    <>
      <CustomerLink customer={calledIn(entry)} />
      <h3 className={classes.group}>{t('story.way')}</h3>
      <ul className={classes.way}>
        <li>
          <time dateTime={entry.entered_at}>{format.dateTime(entry.entered_at)}</time>
          <span>{cause ? t('story.cameBy', { cause }) : t('story.came')}{entry.key && <small>{t('story.key', { key: entry.key })}</small>}</span>
        </li>
        {entry.path.map((visit, index) => (
          <li key={`${visit.step}-${index}`}><time dateTime={visit.at}>{format.dateTime(visit.at)}</time><span>{stepOf(visit.step)}</span></li>
        ))}
        {entry.goal_at && <li><time dateTime={entry.goal_at}>{format.dateTime(entry.goal_at)}</time><b>{t('story.goal')}</b></li>}
        {entry.ended_at
          ? <li><time dateTime={entry.ended_at}>{format.dateTime(entry.ended_at)}</time><b>{outcome.ended(entry.end_reason ?? '')}</b></li>
          : entry.due_at && <li><time dateTime={entry.due_at}>{format.dateTime(entry.due_at)}</time><span>{t('story.next', { step: stepOf(entry.step) })}</span></li>}
      </ul>
      <h3 className={classes.group}>{t('story.messages')}</h3>
      {entry.messages.length === 0 && <Text size="sm" c="dimmed">{t('story.noMessages')}</Text>}
      <ul className={classes.way}>
        {entry.messages.map((message) => (
          <li key={message.message_id}>
            <time dateTime={message.sent_at ?? message.due_at}>{format.dateTime(message.sent_at ?? message.due_at)}</time>
            <div>
              <div>{titleOf(message.template)} · {outcome.channel(message.channel)}</div>
              <Status row={message} />
              {message.detail && <small lang="en">{message.detail}</small>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
