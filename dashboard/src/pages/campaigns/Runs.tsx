import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Campaigns.module.css';
import type { Campaign } from './document';

/** Each time it went out. */
export function Runs({ runs }: { runs: Campaign['runs'] }) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  return (
    <Panel title={t('runs.title', { count: runs.length })} text={t('runs.text')}>
      {runs.length === 0 && <Text size="sm" c="dimmed">{t('runs.none')}</Text>}
      <ul className={classes.sample}>
        {runs.slice(0, 12).map((run) => (
          <li key={run.run}>
            <time dateTime={run.first_at}>{format.dateTime(run.first_at)}</time>
            <span className={classes.small}>{t('runs.version', { version: run.version })}</span>
            <span className="num">{t('runs.customers', { count: run.customers, customers: format.count(run.customers) })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
