import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Credit, SourcesReport, VisitSource } from '../../api/attribution';
import { useFormats } from '../../format';
import { useOpenDefinition } from '../../parts/Definitions';
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
    { key: 'visits', title: t('models.visits'), cell: (row) => format.count(row.visits), value: (row) => row.visits, isNumber: true, isSortable: true, isMinor: true },
    ...report.models.map((model): Column<VisitSource> => ({
      key: model,
      title: t(`model.${model}`),
      cell: (row) => written(number(creditOf(row, model))),
      value: (row) => (shown === 'revenue' ? (creditOf(row, model)?.value_micros ?? 0) / 1e6 : number(creditOf(row, model))),
      isNumber: true,
      isSortable: true,
    })),
  ];
  return (
    <Panel
      title={<Title report={report} />}
      text={<>{t('models.text')} <Meanings report={report} /></>}
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

/** Each model's name opens what it means. */
function Meanings({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  const open = useOpenDefinition();
  return (
    <span className={classes.meanings}>
      {report.models.map((model) => (
        <button key={model} type="button" className={classes.meaning} aria-haspopup="dialog" onClick={() => open(`credit_${model}`)}>{t(`model.${model}`)}</button>
      ))}
    </span>
  );
}
