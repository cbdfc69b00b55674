import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board, StageTile } from '../../api/lifecycle';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { CustomersBehind } from '../../parts/CustomersBehind';

export function StageDetails({ stage, board }: { stage: StageTile; board: Board }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  // A period that ends now means the stage of now: the list then stays live.
  const isNow = Math.abs(Date.parse(board.end) - Date.parse(board.computed_at)) < 86_400_000;
  return (
    <Stack gap="md">
      <Text size="sm">
        {t('stage.sentence', { entered: format.count(stage.entered), left: format.count(stage.left), span: format.span(board.start, board.end) })}
      </Text>
      <FigureGrid>
        <Figure label={t('customers')} figure={stage.customers} isLessBetter={stage.is_exit} />
        <Figure label={t('stage.value')} figure={stage.value_per_customer} />
        <Figure label={t('stage.days')} figure={stage.median_days_in_stage} isNeutral />
      </FigureGrid>
      <CustomersBehind
        filters={{ stage: stage.id, at: isNow ? undefined : board.end, sort: 'last_seen_at', order: 'desc' }}
        count={stage.customers.value ?? 0}
      />
    </Stack>
  );
}
