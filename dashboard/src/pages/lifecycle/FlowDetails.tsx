import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { CustomersBehind } from '../../parts/CustomersBehind';

interface FlowDetailsProps {
  board: Board;
  source: string | null;
  target: string;
  start: string;
  end: string;
}

export function FlowDetails({ board, source, target, start, end }: FlowDetailsProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const name = (id: string | null) => title(id, board.stages.find((stage) => stage.id === id)?.title);
  return (
    <Stack gap="md">
      <Text size="sm">
        {t(source === null ? 'flow.sentenceNew' : 'flow.sentence', {
          source: name(source), target: name(target), start: format.date(start), end: format.date(end),
        })}
      </Text>
      <CustomersBehind filters={{ entered_from: source ?? '', entered_to: target, start, end, sort: 'last_seen_at', order: 'desc' }} count={null} />
    </Stack>
  );
}
