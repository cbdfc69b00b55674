import { IconAlertTriangle, IconArrowBackUp, IconArrowNarrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Board, MoveReport } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { Delta } from '../../parts/Delta';
import { FigureNumber } from '../../parts/Figure';
import classes from './Board.module.css';

interface MoveBetweenProps {
  move: MoveReport;
  board: Board;
  isBack: boolean;
  onOpen: () => void;
}

/** A move's rate with its target and the time it takes. */
export function MoveBetween({ move, board, isBack, onOpen }: MoveBetweenProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const reason = useReason();
  const name = (id: string) => title(id, board.stages.find((stage) => stage.id === id)?.title);
  const rate = move.rate.value;
  const days = move.median_days.value;
  const Arrow = isBack ? IconArrowBackUp : IconArrowNarrowRight;
  const label = t(days === null ? 'board.moveName' : 'board.moveNameTimed', {
    source: name(move.source), target: name(move.target), rate: rate === null ? '–' : format.share(rate),
    goal: move.target_rate === null ? t('board.noTarget') : t('board.target', { value: format.percent(move.target_rate) }),
    median: days === null ? '' : t('board.median', { value: format.days(days) }),
  });
  return (
    <button type="button" className={classes.move} onClick={onOpen} aria-haspopup="dialog" aria-label={label} data-below={move.is_below_target || undefined}>
      <span className={classes.rate} aria-hidden>
        {isBack && <span className={classes.back}>{t('board.back')}</span>}
        {rate === null ? '–' : <FigureNumber figure={move.rate} />}
        <Arrow size={18} stroke={1.6} aria-hidden />
      </span>
      <span aria-hidden><Delta figure={move.rate} /></span>
      {move.target_rate !== null && (
        <span className={classes.goal} aria-hidden>
          {move.is_below_target && <IconAlertTriangle size={13} aria-hidden />}
          {t('board.target', { value: format.percent(move.target_rate) })}
        </span>
      )}
      {days !== null && <span className={classes.time} aria-hidden>{t('board.median', { value: format.days(days) })}</span>}
      {rate === null && <span className={classes.time} aria-hidden>{reason(move.rate.unavailable)}</span>}
    </button>
  );
}
