import { IconArrowRight, IconCode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../../address/PageLink';
import { useFormats } from '../../../format';
import { StageBadge } from '../../../parts/StageBadge';
import type { LiveRow } from './live';
import classes from './Live.module.css';

/** One event, or one customer's move to another stage. */
export function LiveLine({ row, onOpen }: { row: LiveRow; onOpen: () => void }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  return (
    <li className={classes.line} data-kind={row.kind}>
      <time className={classes.time} dateTime={row.at}>{format.time(row.at)}</time>
      <span className={classes.what}>
        {row.kind === 'move' ? (
          <span className={classes.move}>
            <StageBadge stage={row.from} />
            <IconArrowRight size={13} aria-label="→" />
            <StageBadge stage={row.name} />
          </span>
        ) : (
          <span className={classes.name}>{row.name}</span>
        )}
        {row.kind === 'event' && row.detail && <span className={classes.detail}>{row.detail}</span>}
      </span>
      <PageLink to={`/customers/${encodeURIComponent(row.customer_id)}`} className={classes.customer} title={t('live.openCustomer')}>
        {row.kind === 'move' && row.detail ? row.detail : row.customer_id}
      </PageLink>
      {row.kind === 'event' ? (
        <button type="button" className={classes.json} onClick={onOpen} aria-label={t('live.showJson', { name: row.name })} title={t('live.showJson', { name: row.name })}>
          <IconCode size={15} aria-hidden />
          <span className={classes.jsonWord}>{t('live.json')}</span>
        </button>
      ) : (
        <span />
      )}
    </li>
  );
}
