import { Button } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { outsideOf } from '../../address/outside';
import { useScope } from '../../address/period';
import { useReport } from '../../api/report';
import { useAccount } from '../../api/session';
import { useFormats } from '../../format';
import classes from './OutsideNotice.module.css';

/** Says that the period lies before or after everything that happened, and leads to where something did. */
export function OutsideNotice() {
  const { t } = useTranslation();
  const format = useFormats();
  const { scope, change } = useScope();
  const account = useAccount().data;
  const events = useReport('/api/intake/span').data;
  const outside = account && events ? outsideOf(scope.period, events, account.time_zone) : null;
  if (!outside) return null;
  const values = { days: outside.days, date: format.date(outside.nearest) };
  const show = () => {
    change({ period: outside.period });
    // The button goes with the notice: keys go on at the page, not at the top of the window.
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.notice} role="status">
      <IconCalendarOff size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <span className={classes.text}>{t(outside.side === 'after' ? 'outside.ended' : 'outside.notBegun', values)}</span>
      <Button size="xs" variant="default" onClick={show}>
        {t(outside.side === 'after' ? 'outside.showLast' : 'outside.showFirst', { ...values, count: outside.days })}
      </Button>
    </div>
  );
}
