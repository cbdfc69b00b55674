import { useTranslation } from 'react-i18next';
import type { TypicalCustomer } from '../../api/personas';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import classes from './Personas.module.css';

/** The customer nearest the middle of the persona, and his journey in a few lines. */
export function Typical({ typical, isAccount, currency }: { typical: TypicalCustomer; isAccount: boolean; currency: string }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const gap = typical.left_out ? 5 : -1;
  return (
    <section>
      <h3 className={classes.part}>{t('typical.title')}</h3>
      <p className={classes.soft}>{isAccount ? typical.customer_id : <CustomerLink customer={{ ...typical, email: null }} isShort />}</p>
      <ol className={classes.journey}>
        {typical.lines.map((line, index) => (
          <li key={`${line.at} ${line.name}`} data-gap={index === gap || undefined}>
            {index === gap && <span className={classes.left}>{t('typical.left', { count: typical.left_out, events: format.count(typical.left_out) })}</span>}
            <time dateTime={line.at}>{format.date(line.at)}</time>
            <span>
              {line.name}{line.times > 1 && ` ×${format.count(line.times)}`}
              {line.detail && <span className={classes.soft}> · {line.detail}</span>}
              {line.revenue_micros ? <b> {format.money(line.revenue_micros, currency)}</b> : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
