import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSourceName } from '../../api/sources';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Customer.module.css';
import type { Consent } from './shapes';

/** Where the customer may be written to, by whose word and since when. */
export function Consents({ consents }: { consents: Consent[] }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const sourceOf = useSourceName();
  return (
    <Panel title={t('consent.title')}>
      {consents.length === 0 && <p className={classes.quiet}>{t('consent.empty')}</p>}
      <ul className={classes.plain}>
        {consents.map((consent) => (
          <li key={`${consent.channel}-${consent.topic}-${consent.at}`}>
            <div className={classes.row}>
              <span>
                <b>{consent.channel}</b>{' '}
                {!consent.topic || consent.topic === 'all' ? t('consent.allTopics') : consent.topic}
              </span>
              <Badge variant="light" color={consent.is_granted ? 'evergreen' : 'red'} tt="none">
                {consent.is_granted ? t('consent.granted') : t('consent.refused')}
              </Badge>
            </div>
            {consent.wording && <div className={classes.small}>{t('consent.wording', { wording: consent.wording })}</div>}
            <div className={classes.small}>
              {[sourceOf(consent.source), format.dateTime(consent.at)].filter(Boolean).join(', ')}
              {consent.message_id && ` · ${t('consent.message', { id: consent.message_id })}`}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
