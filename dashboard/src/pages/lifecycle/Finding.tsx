import { Anchor } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import type { Board, Leak } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { idOf } from './moves';

/** The board's one sentence: where most value waits, or why no such place can be named. */
export function Finding({ board, onOpen }: { board: Board; onOpen: (what: string) => void }) {
  const { t } = useTranslation('lifecycle');
  const reason = useReason();
  const { leak } = board;
  if (leak) {
    return (
      <>
        <LeakSentence leak={leak} board={board} />{' '}
        {board.flow.value_unavailable && <>{reason(board.flow.value_unavailable)} </>}
        <Anchor component="button" type="button" inherit onClick={() => onOpen(`move:${idOf(leak)}`)}>{t('finding.show')}</Anchor>
      </>
    );
  }
  return <>{board.no_leak_reason ? reason(board.no_leak_reason) : t('finding.none')}</>;
}

function LeakSentence({ leak, board }: { leak: Leak; board: Board }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const name = (id: string) => title(id, board.stages.find((stage) => stage.id === id)?.title);
  const worth = leak.recoverable_micros.value;
  return (
    <Trans
      t={t}
      i18nKey={worth === null || worth <= 0 ? 'finding.leak' : leak.overdue_days === null ? 'finding.leakStanding' : 'finding.leakWorth'}
      values={{
        source: name(leak.source),
        target: name(leak.target),
        count: leak.customers,
        customers: format.count(leak.customers),
        days: leak.overdue_days === null ? '' : format.days(leak.overdue_days),
        rate: leak.rate.value === null ? '–' : format.share(leak.rate.value),
        goal: format.percent(leak.target_rate),
        worth: worth === null ? '' : format.moneyShort(worth, board.currency),
      }}
      components={{ b: <b /> }}
    />
  );
}
