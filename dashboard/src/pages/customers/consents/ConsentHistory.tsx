import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSourceName } from '../../../api/sources';
import { useTopicTitle } from '../../../api/topics';
import { useFormats } from '../../../format';
import classes from '../Customer.module.css';
import type { ConsentsShown } from '../shapes';

/** Every yes and no with its proof: when, in which words, where, and by which record. */
export function ConsentHistory({ history }: { history: ConsentsShown['history'] }) {
  const { t } = useTranslation(['customers', 'messages']);
  const titleOf = useTopicTitle();
  const format = useFormats();
  const sourceOf = useSourceName();
  if (history.length === 0) return <p className={classes.quiet} style={{ marginTop: 12 }}>{t('consent.empty')}</p>;
  return (
    <>
      <h3 className={classes.history}>{t('consent.history')}</h3>
      <ul className={classes.plain}>
        {history.map((said) => (
          <li key={said.message_id}>
            <div className={classes.row}>
              <span><b>{!said.topic || said.topic === 'all' ? t('consent.allTopics') : titleOf(said.topic)}</b> {t(`messages:channel.${said.channel}`, { defaultValue: said.channel })}</span>
              <Badge variant="light" color={said.is_granted ? 'evergreen' : 'red'} tt="none">
                {said.is_granted ? (said.is_confirmed ? t('consent.confirmed') : t('consent.granted')) : t('consent.refused')}
              </Badge>
            </div>
            {said.wording && <div className={classes.small}>{t('consent.wording', { wording: said.wording })}</div>}
            <div className={classes.small}>
              {[said.place, sourceOf(said.source_id), said.ip, format.dateTime(said.at)].filter(Boolean).join(', ')} · {t('consent.message', { id: said.message_id })}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
