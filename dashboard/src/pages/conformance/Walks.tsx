import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConformanceReport, WalkVariant } from '../../api/conformance';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { StageBadge } from '../../parts/StageBadge';
import { DataTable, type Column } from '../../parts/table';
import classes from './MapCheck.module.css';

/** The walks that most customers took, each laid beside the map. */
export function Walks({ report, isStale }: { report: ConformanceReport; isStale: boolean }) {
  const { t } = useTranslation('conformance');
  const format = useFormats();
  const title = useStageTitle();
  const columns: Column<WalkVariant>[] = [
    { key: 'walk', title: t('walks.walk'), cell: (row) => <Walk variant={row} />, value: (row) => row.stages.map((stage) => title(stage)).join(' > ') },
    { key: 'customers', definition: 'walk_customers', title: t('table.customers'), cell: (row) => format.count(row.customers), value: (row) => row.customers, isNumber: true, isSortable: true },
    { key: 'share', definition: 'walk_share', title: t('walks.share'), cell: (row) => format.share(row.share), value: (row) => row.share, isNumber: true, isMinor: true, isSortable: true, bar: (row) => row.share },
    { key: 'fitness', definition: 'walk_fitness', title: t('walks.fitness'), cell: (row) => format.share(row.fitness, 0), value: (row) => row.fitness, isNumber: true, isSortable: true },
    { key: 'value', definition: 'walk_value', title: t('table.value'), cell: (row) => (row.value_micros === null ? <FigureNumber figure={report.deviating_value_micros} /> : format.money(row.value_micros, report.currency)), value: (row) => (row.value_micros === null ? null : row.value_micros / 1e6), isNumber: true, isMinor: true, isSortable: true },
  ];
  const most = report.variants[0];
  const walks = report.variants.length + report.variants_left_out;
  return (
    <Panel
      title={!most ? t('walks.title') : walks === 1 ? t('walks.same') : t('walks.found', { share: format.share(most.share, 0), walks: format.count(walks) })}
      text={t('walks.text')} isFlush
    >
      <DataTable label={t('walks.title')} columns={columns} rows={report.variants} rowKey={(row) => row.stages.join('>')} isStale={isStale} pageSize={10} hasFilter={false} />
    </Panel>
  );
}

/** What both have is plain; what only the map has is outlined, what only the walk has is struck through. */
function Walk({ variant }: { variant: WalkVariant }) {
  const { t } = useTranslation('conformance');
  return (
    <span className={classes.walk}>
      {variant.moves.map((move, place) => (
        <span key={place} className={classes.step}>
          {place > 0 && <IconArrowNarrowRight size={13} className={classes.arrow} aria-hidden />}
          <span className={classes.stage} data-kind={move.kind}>
            <StageBadge stage={move.stage} />
            {move.kind !== 'both' && <span className={classes.only}>{t(`move.${move.kind}`)}</span>}
          </span>
        </span>
      ))}
    </span>
  );
}
