import { useTranslation } from 'react-i18next';
import { useSourceName } from '../../api/sources';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Customer.module.css';
import type { Json, Trait } from './shapes';

/** Facts the customer or the brand stated. */
export function Traits({ traits }: { traits: Trait[] }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const sourceOf = useSourceName();
  return (
    <Panel title={t('trait.title')}>
      {traits.length === 0 && <p className={classes.quiet}>{t('trait.empty')}</p>}
      <ul className={classes.plain}>
        {traits.map((trait) => (
          <li key={trait.key} className={classes.pair}>
            <span className={classes.key}>{trait.key}</span>
            <span className={classes.value}>
              <Value value={trait.value as Json} />
              <span className={classes.note} title={format.dateTime(trait.set_at)}>
                {trait.source
                  ? t('trait.by', { source: sourceOf(trait.source), date: format.date(trait.set_at) })
                  : format.date(trait.set_at)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Plain values as text, lists of them in a row, everything else as JSON. */
function Value({ value }: { value: Json }) {
  if (value === null || typeof value !== 'object') return <>{String(value)}</>;
  if (Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object')) return <>{value.join(', ')}</>;
  return <pre>{JSON.stringify(value, null, 2)}</pre>;
}
