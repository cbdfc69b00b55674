import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../api/predictions';
import classes from './Foretold.module.css';
import { useFactWords } from './useFactWords';

/** Why a probability is not the average: up or down, and by which fact. */
export function Reasons({ reasons, currency }: { reasons: Reason[]; currency?: string }) {
  const { t } = useTranslation('predictions');
  const words = useFactWords(currency);
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => {
        const isUp = reason.effect >= 0;
        const Arrow = isUp ? IconArrowUp : IconArrowDown;
        return (
          <li key={reason.fact} title={t(isUp ? 'raises' : 'lowers')}>
            <Arrow size={13} className={isUp ? classes.up : classes.down} aria-label={t(isUp ? 'raises' : 'lowers')} />
            {words.reason(reason)}
          </li>
        );
      })}
    </ul>
  );
}
