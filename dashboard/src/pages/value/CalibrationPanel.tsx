import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import type { Calibration } from '../../api/value';
import { linear, niceTicks } from '../../charts/scale';
import { useFormats } from '../../format';
import { DefineSign } from '../../parts/DefineSign';
import { Panel } from '../../parts/Panel';
import { ExportRows } from '../../parts/table';
import classes from './Value.module.css';

type CalibrationPanelProps = { calibration: Calibration; isOfRenewals: boolean; isStale: boolean } | { reason: string };

/** The model told the last part of the history from the first: its band, and what happened. */
export function CalibrationPanel(props: CalibrationPanelProps) {
  const { t } = useTranslation('value');
  const format = useFormats();
  const go = useGo();
  if ('reason' in props) return <Panel title={t('calibration.title')} actions={<Button size="xs" variant="default" onClick={() => go('/data')}>{t('calibration.bring')}</Button>}><Text size="sm" c="dimmed">{props.reason}</Text></Panel>;
  const { predicted, actual, split_at } = props.calibration;
  const off = predicted.value ? (actual.value ?? 0) / predicted.value - 1 : 0;
  const isWithin = (predicted.low ?? 0) <= (actual.value ?? 0) && (actual.value ?? 0) <= (predicted.high ?? 0);
  return (
    <Panel
      title={t(`calibration.${isWithin ? 'within' : 'outside'}${props.isOfRenewals ? 'Renewals' : ''}`, {
        actual: format.count(actual.value ?? 0),
        low: format.count(Math.round(predicted.low ?? 0)),
        high: format.count(Math.round(predicted.high ?? 0)),
        off: format.share(Math.abs(off)),
      })}
      text={t('calibration.text', { date: format.date(split_at) })}
      actions={(
        <ExportRows
          label={t('calibration.title')} rows={props.calibration.rows}
          columns={[
            { key: 'repeats', title: t('calibration.repeats'), value: (row) => row.repeats },
            { key: 'predicted', title: t('calibration.predicted'), value: (row) => row.predicted },
            { key: 'low', title: t('parameters.low'), value: (row) => row.low },
            { key: 'high', title: t('parameters.high'), value: (row) => row.high },
            { key: 'actual', title: t('calibration.actual'), value: (row) => row.actual },
            { key: 'customers', title: t('bands.customers'), value: (row) => row.customers },
          ]}
        />
      )}
    >
      <Rows calibration={props.calibration} isStale={props.isStale} />
    </Panel>
  );
}

function Rows({ calibration, isStale }: { calibration: Calibration; isStale: boolean }) {
  const { t } = useTranslation('value');
  const format = useFormats();
  const ticks = niceTicks(Math.max(...calibration.rows.flatMap((row) => [row.high, row.actual])));
  const place = linear([0, ticks[ticks.length - 1]!], [0, 100]);
  return (
    <table className={classes.bands} data-stale={isStale || undefined}>
      <thead>
        <tr>
          <th scope="col">{t('calibration.repeats')}</th>
          <th scope="col" className={classes.axis} aria-label={t('calibration.chart')}>
            {ticks.map((tick) => <span key={tick} style={{ left: `${place(tick)}%` }}>{format.count(tick)}</span>)}
          </th>
          <th scope="col" className="num">{t('calibration.predicted')}<DefineSign title={t('calibration.predicted')} definition={calibration.predicted.definition} /></th>
          <th scope="col" className="num">{t('calibration.actual')}<DefineSign title={t('calibration.actual')} definition={calibration.actual.definition} /></th>
          <th scope="col" className="num">{t('bands.customers')}</th>
        </tr>
      </thead>
      <tbody>
        {calibration.rows.map((row) => (
          <tr key={row.repeats}>
            <th scope="row">{t(row.is_last ? 'calibration.orMore' : 'calibration.times', { count: row.repeats })}</th>
            <td className={classes.barCell} aria-hidden>
              <span className={classes.band} style={{ left: `${place(row.low)}%`, width: `${place(row.high - row.low)}%` }} />
              <span className={classes.told} style={{ left: `${place(row.predicted)}%` }} />
              <span className={classes.happened} style={{ left: `${place(row.actual)}%` }} />
            </td>
            <td className="num" title={t('calibration.interval', { low: format.count(row.low), high: format.count(row.high) })}>{format.decimal(row.predicted, 2)}</td>
            <td className="num">{format.decimal(row.actual, 2)}</td>
            <td className="num">{format.count(row.customers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
