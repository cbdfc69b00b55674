import { Button, Stack, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { Params } from '../../api/client';
import type { FunnelReport } from '../../api/funnel';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { SidePanel } from '../../parts/SidePanel';
import { LostCustomers } from './LostCustomers';

interface StepDetailsProps {
  funnel: FunnelReport;
  number: number | null;
  window: string;
  /** What the funnel was asked with. */
  params: Params;
  onClose: () => void;
}

/** One step: who is lost before it, how long the others took, and a segment of the lost. */
export function StepDetails({ funnel, number, window, params, onClose }: StepDetailsProps) {
  const { t } = useTranslation('funnel');
  const go = useGo();
  const step = funnel.steps.find((each) => each.number === number);
  const name = step && (funnel.is_ordered ? step.event : t('steps.any', { count: step.number }));
  return (
    <SidePanel isOpen={step !== undefined} onClose={onClose} title={name ?? ''}>
      {step && (
        <Stack gap="md">
          <FigureGrid>
            {step.rate && <Figure label={t('details.rate')} figure={step.rate} />}
            {step.lost && <Figure label={t('details.lost')} figure={step.lost} isNeutral />}
            {step.days && <Figure label={t('details.days')} figure={step.days} />}
            {step.days_from_first && <Figure label={t('details.total')} figure={step.days_from_first} />}
          </FigureGrid>
          {step.lost_when && (
            <div>
              <Button leftSection={<IconFilter size={15} />} onClick={() => go('/segments/~new', { when: step.lost_when ?? undefined })}>
                {t('details.segment')}
              </Button>
              <Text size="xs" c="dimmed" mt={6}>{t('details.segmentText', { window })}</Text>
            </div>
          )}
          <LostCustomers params={{ ...params, at_step: step.number }} step={step} name={name ?? ''} />
        </Stack>
      )}
    </SidePanel>
  );
}
