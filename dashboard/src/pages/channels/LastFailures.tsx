import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { calledIn, CustomerLink } from '../../parts/customer';
import classes from './Channels.module.css';

/** The messages of a channel that failed last, each with its reason. */
export function LastFailures({ channel }: { channel: string }) {
  const { t } = useTranslation('channels');
  const format = useFormats();
  const failed = useReport('/api/deliveries', { channel, status: 'failed', limit: 4 });
  if (!failed.data?.rows.length) return null;
  return (
    <div>
      <h3 className={classes.sub}>{t('lastFailures')}</h3>
      <ul className={classes.failures}>
        {failed.data.rows.map((row) => (
          <li key={row.message_id}>
            <CustomerLink customer={calledIn(row)} isShort />
            <span lang="en">{row.why}</span>
            <span className={classes.quiet}>{format.ago(row.due_at)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
