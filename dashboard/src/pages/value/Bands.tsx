import { useTranslation } from 'react-i18next';
import type { ValueReport } from '../../api/value';
import { useFormats } from '../../format';
import { DefineSign } from '../../parts/DefineSign';
import { Panel } from '../../parts/Panel';
import { ExportRows } from '../../parts/table';
import classes from './Value.module.css';

/** Tenths of the customers, the most valuable first: how much of the whole each brings. */
export function Bands({ value, isStale }: { value: ValueReport; isStale: boolean }) {
  const { t } = useTranslation('value');
  const format = useFormats();
  const { bands, currency } = value;
  const best = bands[0];
  if (!best) return null;
  const half = bands.findIndex((_, index) => bands.slice(0, index + 1).reduce((sum, band) => sum + band.share, 0) >= 0.5) + 1;
  return (
    <Panel
      title={t('bands.found', { share: format.share(best.share, 0), count: half, half: format.percent(half / bands.length) })}
      text={t('bands.text')}
      actions={(
        <ExportRows
          label={t('bands.file')} rows={bands}
          columns={[
            { key: 'band', title: t('bands.band'), value: (band) => t('bands.name', { from: (band.band - 1) * 10, to: band.band * 10 }) },
            { key: 'share', title: t('bands.share'), value: (band) => band.share },
            { key: 'value', title: t('bands.value'), value: (band) => band.value_micros / 1e6 },
            { key: 'customers', title: t('bands.customers'), value: (band) => band.customers },
          ]}
        />
      )}
    >
      <table className={classes.bands} data-stale={isStale || undefined}>
        <thead>
          <tr>
            <th scope="col">{t('bands.band')}</th>
            <th scope="col"><span className={classes.hidden}>{t('bands.bar')}</span></th>
            <th scope="col" className="num">{t('bands.share')}<DefineSign title={t('bands.share')} definition="value_band_share" /></th>
            <th scope="col" className="num">{t('bands.value')}<DefineSign title={t('bands.value')} definition="expected_value" /></th>
            <th scope="col" className="num">{t('bands.customers')}<DefineSign title={t('bands.customers')} definition="value_buyers" /></th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.band}>
              <th scope="row">{t('bands.name', { from: (band.band - 1) * 10, to: band.band * 10 })}</th>
              <td className={classes.barCell}><span className={classes.bar} style={{ width: `${(100 * band.share) / best.share}%` }} /></td>
              <td className="num">{format.share(band.share)}</td>
              <td className="num">{format.moneyShort(band.value_micros, currency)}</td>
              <td className="num">{format.count(band.customers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
