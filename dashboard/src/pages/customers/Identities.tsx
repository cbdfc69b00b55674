import { Button } from '@mantine/core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Customer.module.css';
import { MergeDialog } from './MergeDialog';
import { idWithoutKind } from '../../parts/customer';
import type { Identity, Merge } from './shapes';

interface IdentitiesProps {
  identities: Identity[];
  merges: Merge[];
  customerId: string;
}

/** The ids a customer was seen under, which message joined them, and the way to take them apart. */
export function Identities({ identities, merges, customerId }: IdentitiesProps) {
  const { t } = useTranslation('customers');
  const [chosen, setChosen] = useState<Merge | null>(null);
  return (
    <Panel title={t('identity.title')} text={t('identity.text')}>
      <ul className={classes.plain}>
        {identities.map((identity) => <IdentityItem key={identity.identity} identity={identity} />)}
      </ul>
      <h3 className={classes.history}>{t('identity.history')}</h3>
      {merges.length === 0 && <p className={classes.quiet}>{t('identity.noMerges')}</p>}
      <ul className={classes.plain}>
        {merges.map((merge) => <MergeItem key={merge.merge_id} merge={merge} onChange={() => setChosen(merge)} />)}
      </ul>
      <MergeDialog
        merge={chosen}
        events={identities.find((identity) => identity.identity === chosen?.from_identity)?.events ?? null}
        customerId={customerId}
        onClose={() => setChosen(null)}
      />
    </Panel>
  );
}

function IdentityItem({ identity }: { identity: Identity }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const kind = identity.kind === 'user' || identity.kind === 'anon' ? t(`identity.${identity.kind}`) : identity.kind;
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.mono}>{identity.value}</span>
        <span className={classes.small} style={{ whiteSpace: 'nowrap' }}>{kind}</span>
      </div>
      <div className={classes.small}>
        {t('identity.events', { count: identity.events, formatted: format.count(identity.events) })}
        {identity.first_seen_at && identity.last_seen_at &&
          ` · ${t('identity.seen', { first: format.date(identity.first_seen_at), last: format.date(identity.last_seen_at) })}`}
      </div>
    </li>
  );
}

function MergeItem({ merge, onChange }: { merge: Merge; onChange: () => void }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const known = merge.reason === 'identify' || merge.reason === 'alias' ? merge.reason : 'other';
  return (
    <li className={classes.merge} data-undone={merge.is_undone || undefined}>
      <div className={classes.row}>
        <span className={classes.joined}>
          <Trans
            t={t}
            i18nKey="identity.joined"
            values={{ from: idWithoutKind(merge.from_identity), to: idWithoutKind(merge.to_identity) }}
            components={[<span key="from" className={classes.mono} />, <span key="to" className={classes.mono} />]}
          />
        </span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={onChange}
          aria-label={`${merge.is_undone ? t('identity.redo') : t('identity.undo')}: ${merge.from_identity}`}
        >
          {merge.is_undone ? t('identity.redo') : t('identity.undo')}
        </Button>
      </div>
      <div className={classes.small}>
        <Trans
          t={t}
          i18nKey={merge.message_id ? 'identity.because' : 'identity.becauseNoId'}
          values={{
            date: format.dateTime(merge.at),
            reason: t(`identity.reason.${known}`, { reason: merge.reason }),
            id: merge.message_id ?? '',
          }}
          components={[<span key="unused" />, <code key="id" className={classes.mono} />]}
        />
      </div>
      {merge.is_undone && merge.undone_at && (
        <div className={classes.small}>
          {t('identity.undone', { date: format.dateTime(merge.undone_at), by: merge.undone_by ?? t('identity.someone') })}
        </div>
      )}
    </li>
  );
}
