import { useTranslation } from 'react-i18next';
import type { CurvesReport } from '../../../api/retention';
import { useReason } from '../../../api/reasons';
import { Columns } from '../../../charts/Columns';
import { useFormats } from '../../../format';
import { Figure } from '../../../parts/Figure';
import { FigureGrid } from '../../../parts/FigureGrid';
import { Panel } from '../../../parts/Panel';
import { ExportRows } from '../../../parts/table';

/** The power-user curve: on how many days of 28 customers are there. */
export function PowerUsers({ report, isStale }: { report: CurvesReport; isStale: boolean }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const reason = useReason();
  const once = report.active_days[0];
  if (report.active_unavailable || !once) {
    return <Panel title={t('power.title')}>{reason(report.active_unavailable)}</Panel>;
  }
  const often = report.half_of_days.value ?? 0;
  const title = t('power.found', { once: format.share(once.share, 0), often: format.share(often, often < 0.1 ? 1 : 0) });
  return (
    <Panel
      title={title} text={t('power.text', { span: format.span(report.active_start, report.active_end), what: report.back ?? t('curves.anything') })}
      actions={(
        <ExportRows
          label={t('power.title')} rows={report.active_days}
          columns={[
            { key: 'days', title: t('power.column'), value: (point) => point.days },
            { key: 'share', title: t('survival.share'), value: (point) => point.share },
            { key: 'low', title: t('survival.low'), value: (point) => point.low },
            { key: 'high', title: t('survival.high'), value: (point) => point.high },
            { key: 'customers', title: t('curves.table.customers'), value: (point) => point.customers },
          ]}
        />
      )}
    >
      <FigureGrid>
        <Figure label={t('power.active')} figure={report.active} isNeutral />
        <Figure label={t('power.mean')} figure={report.mean_days} />
        <Figure label={t('power.half')} figure={report.half_of_days} />
      </FigureGrid>
      <div style={{ marginTop: 20, opacity: isStale ? 0.65 : 1 }}>
        <Columns
          label={title}
          columns={report.active_days.map((point) => ({ key: point.days, value: point.share, low: point.low, high: point.high, note: t('power.customers', { count: point.customers, customers: format.count(point.customers) }) }))}
          name={(days) => t('power.days', { count: days })} share={(value) => format.share(value)} tick={(value) => format.percent(value)}
        />
      </div>
    </Panel>
  );
}
