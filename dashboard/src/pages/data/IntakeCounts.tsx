import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import classes from './Intake.module.css';
import type { Intake } from './shapes';

/** The sum that must hold: received = accepted + quarantined + duplicates. */
export function IntakeCounts({ intake }: { intake: Intake | undefined }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const parts = ['received', 'accepted', 'quarantined', 'duplicates'] as const;
  const signs = [undefined, '=', '+', '+'];
  return (
    <dl className={classes.sum} aria-label={t('intake.label')} aria-busy={!intake}>
      {parts.map((part, index) => (
        <div key={part} className={classes.term} data-sign={signs[index]}>
          <dt>{t(`intake.${part}`)}</dt>
          <dd>{intake ? format.count(intake[part]) : <Skeleton height={22} width={88} mt={4} />}</dd>
        </div>
      ))}
      {intake && intake.lag_events > 0 && (
        <div className={classes.term} data-aside>
          <dt>{t('intake.lag')}</dt>
          <dd>{format.count(intake.lag_events)}</dd>
        </div>
      )}
    </dl>
  );
}
