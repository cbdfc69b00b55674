import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIsLive } from '../api/live';
import classes from './LiveMark.module.css';

/** Says whether the page moves by itself. */
export function LiveMark() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  return (
    <Tooltip label={t(isLive ? 'live.onText' : 'live.offText')}>
      <span className={classes.mark} data-live={isLive || undefined} role="status" tabIndex={0}>
        <span className={classes.dot} aria-hidden />
        <span className={classes.word}>{t(isLive ? 'live.on' : 'live.off')}</span>
      </span>
    </Tooltip>
  );
}
