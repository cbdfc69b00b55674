import { useTranslation } from 'react-i18next';
import type { ValueReport } from '../../api/value';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { useHorizon } from './horizon';
import classes from './Value.module.css';

/** The forecast large, the simple lifetime value beside it, and what both rest on. */
export function Figures({ value }: { value: ValueReport }) {
  const { t } = useTranslation('value');
  // The finding says why nothing can be foretold; where money alone cannot, the first tile does.
  const said = value.expected_purchases.unavailable;
  const format = useFormats();
  const days = useHorizon(value);
  const { renewals } = value;
  const period = renewals ? t(`period.${renewals}`) : '';
  return (
    <div className={classes.groups}>
      <div className={classes.two}>
        <Figure label={t('figure.expected_value', { days })} figure={value.expected_value} isLarge saidReason={said} />
        <Figure label={t('figure.value_per_customer', { days })} figure={value.value_per_customer} isLarge saidReason={value.expected_value.unavailable} />
      </div>
      <div className={classes.five}>
        <Figure label={renewals ? t('figure.expected_renewals') : t('figure.expected_purchases')} figure={value.expected_purchases} saidReason={said} />
        <Figure label={renewals ? t('figure.still_there', { period }) : t('figure.active')} figure={value.active} saidReason={said} note={renewals ? undefined : t('activeNote')} />
        <Figure label={t('figure.buyers')} figure={value.buyers} isNeutral />
        <Figure label={renewals ? t('figure.renewed', { period }) : t('figure.repeat_buyers')} figure={value.repeat_buyers} isNeutral note={renewals ? t('renewalsNote', { period, date: format.date(value.as_of) }) : undefined} />
        <Figure label={t('figure.simple_lifetime_value')} figure={value.simple_lifetime_value} note={t('simpleNote')} />
      </div>
    </div>
  );
}
