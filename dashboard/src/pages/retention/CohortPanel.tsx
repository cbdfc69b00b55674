import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CohortReport, CohortRow } from '../../api/retention';
import { heat } from '../../charts/heat';
import { useFormats } from '../../format';
import { DefineSign } from '../../parts/DefineSign';
import { SmallSample } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { download } from '../../parts/table';
import classes from './Cohorts.module.css';
import { averageAt, cohortsCsv, isOpen, shareAt, widthOf } from './cohorts';

const SMALL_SAMPLE = 30;

/** Cohorts by their first order: the share that bought again in each slice after it. */
export function CohortPanel({ cohorts, isStale }: { cohorts: CohortReport; isStale: boolean }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const rows = cohorts.rows.filter((row) => row.customers > 0);
  const width = widthOf(rows);
  const name = cohorts.by === 'month' ? format.month : format.day;
  const most = Math.max(0.01, ...rows.flatMap((row) => row.returned.slice(1).map((_, index) => shareAt(row, index + 1) ?? 0)));
  const first = averageAt(rows, 1);
  const later = [6, 3, 2].map((index) => ({ index, share: averageAt(rows, index) })).find((each) => each.share !== null);
  if (rows.length === 0) {
    return <Panel title={t('cohorts.title')}><p className={classes.none}>{t('cohorts.none')}</p></Panel>;
  }
  return (
    <Panel
      title={first === null
        ? t('cohorts.title')
        : later
          ? t(`cohorts.foundLater_${cohorts.by}`, { first: format.share(first, 0), later: format.share(later.share!, 0), index: later.index })
          : t(`cohorts.found_${cohorts.by}`, { first: format.share(first, 0) })}
      text={t(`cohorts.text_${cohorts.by}`)}
      actions={
        <Button size="xs" variant="default" leftSection={<IconDownload size={14} />} onClick={() => download(`${t('cohorts.title')}.csv`, cohortsCsv(rows, width, { cohort: t('cohorts.cohort'), customers: t('cohorts.customers') }))}>
          {t('cohorts.export')}
        </Button>
      }
    >
      <div className={classes.scroll} role="region" aria-label={t('cohorts.title')} tabIndex={0} data-stale={isStale || undefined}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" className={classes.sticky}>{t('cohorts.cohort')}<DefineSign title={t('cohorts.title')} definition="cohort_returned" /></th>
              <th scope="col" className="num">{t('cohorts.customers')}<DefineSign title={t('cohorts.customers')} definition="cohort_customers" /></th>
              {Array.from({ length: width - 1 }, (_, index) => <th key={index} scope="col" className={classes.index}>{index + 1}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.start}>
                <th scope="row" className={classes.sticky}>{name(row.start)}</th>
                <td className="num">{format.count(row.customers)}{row.customers < SMALL_SAMPLE && <SmallSample />}</td>
                {Array.from({ length: width - 1 }, (_, index) => <Cell key={index} row={row} index={index + 1} most={most} name={name(row.start)} />)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className={classes.sticky}>{t('cohorts.all')}</th>
              <td className="num">{format.count(rows.reduce((sum, row) => sum + row.customers, 0))}</td>
              {Array.from({ length: width - 1 }, (_, index) => {
                const share = averageAt(rows, index + 1);
                return <td key={index} className={classes.average}>{share === null ? '' : format.share(share, 0)}</td>;
              })}
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function Cell({ row, index, most, name }: { row: CohortRow; index: number; most: number; name: string }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const share = shareAt(row, index);
  if (share === null) return <td className={classes.blank} />;
  const running = isOpen(row, index);
  const returned = format.count(row.returned[index] ?? 0);
  const words = t(running ? 'cohorts.cellRunning' : 'cohorts.cell', { name, index, returned, customers: format.count(row.customers), share: format.share(share) });
  return (
    <td className={classes.cell} title={words} data-running={running || undefined} style={running ? undefined : heat(share / most)}>
      {format.share(share, 0)}
    </td>
  );
}
