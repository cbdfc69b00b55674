import { Badge, Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../../../api/client';
import { useReport } from '../../../api/report';
import { useTopicTitle } from '../../../api/topics';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { TableSkeleton } from '../../../parts/Skeletons';
import { Copy } from '../../data/Copy';
import classes from '../Customer.module.css';
import type { Choice, ConsentsShown } from '../shapes';
import { ConsentDialog } from './ConsentDialog';
import { ConsentHistory } from './ConsentHistory';

/** What the customer may be written to about, every word that was said about it, and the customer's own page. */
export function Consents({ customerId }: { customerId: string }) {
  const { t } = useTranslation('customers');
  const [chosen, setChosen] = useState<Choice | null>(null);
  const consents = useReport(at('/api/customers/{customer_id}/consents', { customer_id: customerId }));
  return (
    <Panel title={t('consent.title')} text={t('consent.text')}>
      {consents.isPending && <TableSkeleton rows={4} />}
      {consents.isError && <ErrorState error={consents.error} onRetry={() => void consents.refetch()} />}
      {consents.data && <Shown consents={consents.data} onChoose={setChosen} />}
      <ConsentDialog customerId={customerId} choice={chosen} onClose={() => setChosen(null)} />
    </Panel>
  );
}

function Shown({ consents, onChoose }: { consents: ConsentsShown; onChoose: (choice: Choice) => void }) {
  const { t } = useTranslation(['customers', 'messages']);
  const titleOf = useTopicTitle();
  return (
    <>
      <ul className={classes.plain}>
        {consents.choices.map((choice) => {
          const channel = t(`messages:channel.${choice.channel}`);
          const topic = titleOf(choice.topic, choice.title);
          const state = choice.is_pending ? 'pending' : choice.is_granted ? 'granted' : 'none';
          return (
            <li key={`${choice.channel} ${choice.topic}`}>
              <div className={classes.row}>
                <span><b>{topic}</b> {channel}</span>
                <span className={classes.choice}>
                  <Badge variant="light" color={state === 'granted' ? 'evergreen' : state === 'pending' ? 'yellow' : 'gray'} tt="none">{t(`consent.${state}`)}</Badge>
                  <Button size="compact-xs" variant="subtle" aria-label={t('consent.changeName', { topic, channel })} onClick={() => onChoose({ ...choice, title: topic })}>{t('consent.change')}</Button>
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      <ConsentHistory history={consents.history} />
      <div className={classes.preferences}>
        <a href={consents.preferences_url} target="_blank" rel="noreferrer">{t('consent.page')} <IconExternalLink size={13} aria-hidden /></a>
        <Copy text={consents.preferences_url} what={t('consent.page')} />
      </div>
    </>
  );
}
