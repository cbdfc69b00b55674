import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../address/period';
import type { Model, SourcesReport, VisitSource } from '../../api/attribution';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { ImportSpend } from './ImportSpend';
import { creditOf, useSourceName } from './names';

interface MoneyProps {
  report: SourcesReport;
  isStale: boolean;
  onModel: (model: Model) => void;
  onImported: () => void;
}

/** What each source brought and cost, by one model. */
export function Money({ report, isStale, onModel, onImported }: MoneyProps) {
  const { t } = useTranslation('attribution');
  const reason = useReason();
  const isWhole = useScope().scope.segment === 'all';
  if (!report.models.length) return null;
  return (
    <Panel
      title={<Title report={report} />}
      text={report.spend_unavailable ? <>{t('money.text')} {reason(report.spend_unavailable)} {isWhole && t('spend.hint')}</> : t('money.text')}
      actions={(
        <>
          <Select
            size="xs"
            w={170}
            aria-label={t('model.name')}
            allowDeselect={false}
            value={report.model}
            onChange={(model) => onModel(model as Model)}
            data={report.models.map((model) => ({ value: model, label: t(`model.${model}`) }))}
          />
          {isWhole && <ImportSpend onImported={onImported} />}
        </>
      )}
      isFlush
    >
      <Rows report={report} isStale={isStale} />
      <Other report={report} />
    </Panel>
  );
}

function Rows({ report, isStale }: { report: SourcesReport; isStale: boolean }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const name = useSourceName();
  const money = (micros: number | null | undefined) => (micros === null || micros === undefined ? '–' : format.money(micros, report.currency));
  const credit = (row: VisitSource) => creditOf(row, report.model);
  const most = Math.max(1, ...report.sources.map((row) => credit(row)?.value_micros ?? 0));
  const columns: Column<VisitSource>[] = [
    { key: 'source', title: t('models.source'), cell: name, value: name, isSortable: true },
    { key: 'orders', definition: 'source_conversions', title: t('money.orders'), cell: (row) => format.decimal(credit(row)?.conversions ?? 0), value: (row) => credit(row)?.conversions ?? 0, isNumber: true, isSortable: true, isMinor: true },
    { key: 'revenue', definition: 'source_revenue', title: t('money.revenue'), cell: (row) => money(credit(row)?.value_micros), value: (row) => (credit(row)?.value_micros ?? 0) / 1e6, isNumber: true, isSortable: true, bar: (row) => (credit(row)?.value_micros ?? 0) / most },
    { key: 'perVisit', definition: 'value_per_visit', title: t('money.perVisit'), cell: (row) => <FigureNumber figure={row.value_per_visit} />, value: (row) => (row.value_per_visit.value === null ? null : row.value_per_visit.value / 1e6), isNumber: true, isSortable: true, isMinor: true },
    { key: 'newcomers', definition: 'source_newcomers', title: t('money.newcomers'), cell: (row) => format.decimal(credit(row)?.newcomers ?? 0), value: (row) => credit(row)?.newcomers ?? 0, isNumber: true, isSortable: true, isMinor: true },
  ];
  const paid: Column<VisitSource>[] = report.spend_unavailable ? [] : [
    { key: 'spend', definition: 'spend', title: t('money.spend'), cell: (row) => money(row.spend_micros), value: (row) => (row.spend_micros === null ? null : row.spend_micros / 1e6), isNumber: true, isSortable: true },
    { key: 'cost', definition: 'cost_per_newcomer', title: t('money.cost'), cell: (row) => <FigureNumber figure={row.cost_per_newcomer} />, value: (row) => (row.cost_per_newcomer.value === null ? null : row.cost_per_newcomer.value / 1e6), isNumber: true, isSortable: true },
    { key: 'return', definition: 'return_on_spend', title: t('money.return'), cell: (row) => <FigureNumber figure={row.return_on_spend} />, value: (row) => row.return_on_spend.value, isNumber: true, isSortable: true },
  ];
  return <DataTable label={t('money.title')} columns={[...columns, ...paid]} rows={report.sources} rowKey={(row) => `${row.channel}/${row.campaign}`} isStale={isStale} pageSize={15} />;
}

function Title({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const name = useSourceName();
  const paid = report.sources
    .filter((row) => row.return_on_spend.value !== null)
    .sort((a, b) => (b.return_on_spend.value ?? 0) - (a.return_on_spend.value ?? 0));
  const [best, worst] = [paid[0], paid[paid.length - 1]];
  if (!best || !worst) return <>{t('money.title')}</>;
  const back = (row: VisitSource) => format.share(row.return_on_spend.value ?? 0, 0);
  if (best === worst) return <>{t('money.one', { source: name(best), return: back(best) })}</>;
  return <>{t('money.found', { source: name(best), return: back(best), worst: name(worst), worstReturn: back(worst) })}</>;
}

/** Spend that no visit belongs to is told, not lost. */
function Other({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  if (!report.other_spend.length) return null;
  const names = report.other_spend.map((one) => t('money.otherOne', {
    name: [one.channel, one.campaign].filter(Boolean).join(' · '),
    amount: format.money(one.amount_micros, report.currency),
  }));
  return <Text size="sm" c="dimmed" px="md" pb="md">{t('money.other', { names: format.list(names) })}</Text>;
}
