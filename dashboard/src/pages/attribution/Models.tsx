import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Credit, SourcesReport, VisitSource } from '../../api/attribution';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { creditOf, furthestApart, useSourceName } from './names';
import classes from './Sources.module.css';

const SHOWN = ['share', 'orders', 'revenue'] as const;
/** Models closer than this tell the same story. */
const ALIKE = 0.03;

/** All models side by side, and where they are furthest apart. */
export function Models({ report, isStale }: { report: SourcesReport; isStale: boolean }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const name = useSourceName();
  const [chosen, choose] = useState<(typeof SHOWN)[number]>('share');
  if (!report.models.length) return null;
  const isWithout = report.value_unavailable !== null;
  const shown = isWithout && chosen === 'revenue' ? 'share' : chosen;
  const number = (credit: Credit | undefined) => (credit ? { share: credit.share.value, orders: credit.conversions, revenue: credit.value_micros }[shown] : null);
  const written = (value: number | null) => (value === null ? '–' : shown === 'share' ? format.share(value) : shown === 'orders' ? format.decimal(value) : format.money(value, report.currency));
  const columns: Column<VisitSource>[] = [
    { key: 'source', title: t('models.source'), cell: name, value: name, isSortable: true },
    { key: 'visits', definition: 'source_visits', title: t('models.visits'), cell: (row) => format.count(row.visits), value: (row) => row.visits, isNumber: true, isSortable: true, isMinor: true },
    ...report.models.map((model): Column<VisitSource> => ({
      key: model,
      title: t(`model.${model}`),
      definition: `credit_${model}`,
      cell: (row) => <>{written(number(creditOf(row, model)))}{shown === 'share' && <Around credit={creditOf(row, model)} />}</>,
      value: (row) => (shown === 'revenue' ? (creditOf(row, model)?.value_micros ?? 0) / 1e6 : number(creditOf(row, model))),
      isNumber: true,
      isSortable: true,
    })),
  ];
  return (
    <Panel
      title={<Title report={report} />}
      text={t('models.text')}
      actions={(
        <SegmentedControl
          size="xs"
          aria-label={t('models.show')}
          value={shown}
          onChange={(value) => choose(value as typeof chosen)}
          data={SHOWN.filter((each) => each !== 'revenue' || !isWithout).map((each) => ({ value: each, label: t(`models.${each}`) }))}
        />
      )}
      isFlush
    >
      <DataTable label={t('title')} columns={columns} rows={report.sources} rowKey={(row) => `${row.channel}/${row.campaign}`} isStale={isStale} pageSize={15} />
    </Panel>
  );
}

function Title({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const name = useSourceName();
  const credited = report.sources.filter((source) => source.credits.some((credit) => credit.share.value));
  if (credited.length === 1) return <>{t('models.one', { source: name(credited[0]!) })}</>;
  const apart = furthestApart(report.sources);
  if (!apart || apart.gap < ALIKE) return <>{t('models.alike', { points: format.points(apart?.gap ?? 0).replace('+', '') })}</>;
  return (
    <>
      {t('models.apart', {
        source: name(apart.source),
        low: format.share(apart.low.share.value ?? 0, 0),
        lowModel: t(`model.${apart.low.model}`),
        high: format.share(apart.high.share.value ?? 0, 0),
        highModel: t(`model.${apart.high.model}`),
      })}
    </>
  );
}

/** The 95 % interval of a share. */
function Around({ credit }: { credit: Credit | undefined }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  if (!credit?.share.value || credit.share.low === null || credit.share.high === null) return null;
  return <span className={classes.around}>{t('models.between', { low: format.share(credit.share.low), high: format.share(credit.share.high) })}</span>;
}
