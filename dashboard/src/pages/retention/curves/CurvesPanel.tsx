import { SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurvesReport } from '../../../api/retention';
import { StepCurves } from '../../../charts/StepCurves';
import { useFormats } from '../../../format';
import { ApartPicker, useApartName } from '../../../parts/pickers/ApartPicker';
import { Panel } from '../../../parts/Panel';
import { KINDS, linesOf, type Kind } from './lines';

interface CurvesPanelProps {
  report: CurvesReport;
  by: string | undefined;
  isStale: boolean;
  onBy: (by: string | undefined) => void;
}

/** The curves: on day N or later, on day N exactly, in week N. */
export function CurvesPanel({ report, by, isStale, onBy }: CurvesPanelProps) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const nameOf = useApartName(by);
  const [kind, setKind] = useState<Kind>('since_day');
  const lines = linesOf(report, kind, t('survival.all'), nameOf).filter((line) => line.points.length > 0);
  const length = Math.max(2, ...lines.map((line) => line.end));
  const last = lastWellKnown(report.curves[kind]);
  const title = last ? t(`curves.title.${kind}`, { share: format.share(last.share, 0), n: last.n }) : t('curves.title.none');
  return (
    <Panel
      title={title}
      text={t(`curves.text.${kind}`)}
      actions={(
        <>
          <SegmentedControl size="xs" aria-label={t('curves.kind.name')} value={kind} onChange={(value) => setKind(value as Kind)} data={KINDS.map((value) => ({ value, label: t(`curves.kind.${value}`) }))} />
          <ApartPicker value={by} onChange={onBy} />
        </>
      )}
    >
      <div style={{ opacity: isStale ? 0.65 : 1 }}>
        {lines.length > 0
          ? (
            <StepCurves
              label={title} curves={lines} days={length} height={280} share={(value) => format.share(value, 0)}
              day={(value) => t(kind === 'in_week' ? 'curves.inWeek' : 'curves.onDay', { n: value })}
            />
          )
          : <Text size="sm" c="dimmed">{t(kind === 'in_week' ? 'curves.noWeek' : 'curves.noDay')}</Text>}
      </div>
      {report.groups_left_out > 0 && <Text size="xs" c="dimmed" mt="sm">{t('survival.more', { count: report.groups_left_out })}</Text>}
    </Panel>
  );
}

/** The last point that at least half as many customers stand behind as behind the first: those after it say little. */
function lastWellKnown(points: CurvesReport['curves'][Kind]) {
  return points.findLast((point) => 2 * point.customers >= points[0]!.customers);
}
