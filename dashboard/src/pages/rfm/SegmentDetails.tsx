import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RfmReport } from '../../api/rfm';
import { CustomersBehind } from '../../parts/CustomersBehind';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { SidePanel } from '../../parts/SidePanel';
import type { FigureValue, Unit } from '../../api/figures';
import { SegmentName } from './SegmentName';

interface SegmentDetailsProps {
  rfm: RfmReport;
  id: string | undefined;
  onClose: () => void;
}

/** One segment: what it means, its numbers, and who is in it. */
export function SegmentDetails({ rfm, id, onClose }: SegmentDetailsProps) {
  const { t } = useTranslation('rfm');
  const segment = rfm.segments.find((each) => each.id === id);
  const plain = (unit: Unit, value: number | null, why: string | null = null): FigureValue => ({
    definition: 'rfm_segment', unit, value, unavailable: value === null ? (segment?.customers.value ? why : null) ?? t('segments.nobody') : null, previous: null, low: null, high: null, is_small_sample: false,
  });
  return (
    <SidePanel isOpen={segment !== undefined} onClose={onClose} title={segment ? <SegmentName id={segment.id} title={segment.title} /> : ''}>
      {segment && (
        <Stack gap="md">
          <Text size="sm">{t(`meaning.${segment.id}`, { defaultValue: '' })}</Text>
          <FigureGrid>
            <Figure label={t('segments.customers')} figure={segment.customers} isNeutral />
            <Figure label={t('segments.average')} figure={plain('money_micros', segment.average_revenue_micros, rfm.revenue_unavailable)} />
            <Figure label={t('segments.orders')} figure={plain('count', segment.average_orders)} />
            <Figure label={t('segments.recency')} figure={plain('days', segment.average_recency_days)} />
          </FigureGrid>
          <CustomersBehind filters={{ rfm: segment.id, sort: 'revenue', order: 'desc' }} count={segment.customers.value} />
        </Stack>
      )}
    </SidePanel>
  );
}
