import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board, MoveReport } from '../../api/lifecycle';
import { stageColor, useStageTitle } from '../../api/maps';
import { useReason } from '../../api/reasons';
import { TrendChart } from '../../charts/TrendChart';
import { MarkCaption } from '../../charts/TrendMarks';
import { useMapMarks } from '../../charts/useMapMarks';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { CustomersBehind } from '../../parts/CustomersBehind';
import { isComparable, isUnwanted } from './moves';
import { useMoveTrend } from './useMoveTrend';

export function MoveDetails({ move, board }: { move: MoveReport; board: Board }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const reason = useReason();
  const points = useMoveTrend(move);
  const marks = useMapMarks(board.map_changes);
  const target = board.stages.find((stage) => stage.id === move.target);
  const source = title(move.source, board.stages.find((stage) => stage.id === move.source)?.title);
  return (
    <Stack gap="md">
      <Text size="sm">
        {t('move.sentence', {
          count: move.at_risk, atRisk: format.count(move.at_risk), moved: format.count(move.moved), source, target: title(move.target, target?.title),
        })}
      </Text>
      <FigureGrid>
        <Figure
          label={t('moves.rate')}
          figure={move.rate}
          isLessBetter={isUnwanted(board, move)}
          note={move.target_rate === null ? undefined : t('board.target', { value: format.percent(move.target_rate) })}
        />
        <Figure
          label={t('moves.median')}
          figure={move.median_days}
          isNeutral
          note={move.target_days === null ? undefined : t('move.targetDays', { value: format.days(move.target_days) })}
        />
      </FigureGrid>
      {move.benchmark && (
        <Text size="sm" c="dimmed">
          {t('move.benchmark', { low: format.percent(move.benchmark.low), high: format.percent(move.benchmark.high) })} {move.benchmark.text && reason(move.benchmark.text)}
        </Text>
      )}
      <TrendChart
        label={t('trends.label', { name: source, rate: move.rate.value === null ? '–' : format.share(move.rate.value) })}
        points={points}
        format={(value) => format.share(value)}
        tick={format.percent}
        name={format.day}
        color={stageColor(move.target, target?.color)}
        height={200}
        target={move.target_rate === null || !isComparable(board, move) ? null : { value: move.target_rate, text: t('board.target', { value: format.percent(move.target_rate) }) }}
        range={isComparable(board, move) ? move.benchmark : null}
        marks={marks}
      />
      <MarkCaption marks={marks} />
      <CustomersBehind title={t('move.waiting', { source })} filters={{ stage: move.source, sort: 'last_seen_at', order: 'desc' }} count={null} />
    </Stack>
  );
}
