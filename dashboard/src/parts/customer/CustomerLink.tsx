import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import classes from './CustomerLink.module.css';
import { nameOf, type Named } from './names';

interface CustomerLinkProps {
  customer: Named;
  /** In a row that opens the same page: the keyboard stops at the row, so not again at its name. */
  isOfRow?: boolean;
  /** One line, without the address or id below. */
  isShort?: boolean;
}

/** What a customer is called, with a line below that tells one from another of the same name; leads to their page. */
export function CustomerLink({ customer, isOfRow, isShort }: CustomerLinkProps) {
  const { t } = useTranslation();
  const { name, below } = nameOf(customer, t('customer.anonymous'));
  return (
    <PageLink
      to={`/customers/${encodeURIComponent(customer.customer_id)}`}
      className={classes.who}
      title={isShort ? below || undefined : undefined}
      tabIndex={isOfRow ? -1 : undefined}
      onClick={(event) => event.stopPropagation()}
    >
      <span className={classes.name}>{name}</span>
      {below && !isShort && <span className={classes.below}>{below}</span>}
    </PageLink>
  );
}
