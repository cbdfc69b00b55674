import { Button, Group } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { PredictionModel, Threshold } from '../../api/predictions';
import { useFormats } from '../../format';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

interface ThresholdsProps { model: PredictionModel; least: number; onLeast: (least: number) => void }

/** Where to draw the line: who would be in a segment, how many of those did it last time, and how many were found. */
export function Thresholds({ model, least, onLeast }: ThresholdsProps) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const go = useGo();
  const best = [...model.thresholds].reverse().find((row) => row.customers >= 30 && row.share_right.value !== null && !row.share_right.is_small_sample) ?? model.thresholds[0];
  if (!best) return null;
  const columns: Column<Threshold>[] = [
    { key: 'least', title: t('thresholds.least'), cell: (row) => t('thresholds.from', { share: format.share(row.least, 0) }), value: (row) => row.least },
    { key: 'customers', definition: 'prediction_above', title: t('thresholds.customers'), cell: (row) => format.count(row.customers), value: (row) => row.customers, isNumber: true },
    { key: 'right', definition: 'prediction_share_right', title: t('thresholds.right'), cell: (row) => <FigureNumber figure={row.share_right} />, value: (row) => row.share_right.value, isNumber: true },
    { key: 'found', definition: 'prediction_share_found', title: t('thresholds.found'), cell: (row) => <FigureNumber figure={row.share_found} />, value: (row) => row.share_found.value, isNumber: true },
    {
      key: 'segment', title: t('thresholds.segment'), isTitleHidden: true, cell: (row) => (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button size="compact-xs" variant="subtle" disabled={row.least === least} onClick={() => onLeast(row.least)}>{t('thresholds.show')}</Button>
          <Button size="compact-xs" variant="light" leftSection={<IconFilter size={13} />} onClick={() => go('/segments/~new', { when: `prediction.${model.model} >= ${row.least}` })}>{t('thresholds.segment')}</Button>
        </Group>
      ),
    },
  ];
  return (
    <Panel
      title={best.share_right.value === null ? t('thresholds.title') : t('thresholds.finding', { least: format.share(best.least, 0), right: format.share(best.share_right.value, 0), customers: format.count(best.customers) })}
      text={t('thresholds.text')}
      isFlush
    >
      <DataTable label={t('thresholds.title')} columns={columns} rows={model.thresholds} rowKey={(row) => String(row.least)} hasFilter={false} />
    </Panel>
  );
}
