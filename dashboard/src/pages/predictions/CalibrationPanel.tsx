import { useTranslation } from 'react-i18next';
import type { PredictionModel } from '../../api/predictions';
import { useFormats } from '../../format';
import { DefineSign } from '../../parts/DefineSign';
import { Panel } from '../../parts/Panel';
import { ExportRows } from '../../parts/table';
import { Curve } from './Curve';
import classes from './Predictions.module.css';

/** Tenths of the customers: what was foretold of each, and the share that did it; on the line both are equal. */
export function CalibrationPanel({ model }: { model: PredictionModel }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const { foretold, happened, judged, curve } = model;
  const isWithin = (foretold.low ?? 0) <= (happened.value ?? 0) && (happened.value ?? 0) <= (foretold.high ?? 0);
  return (
    <Panel
      title={t(isWithin ? 'calibration.within' : 'calibration.outside', { foretold: format.count(Math.round(foretold.value ?? 0)), happened: format.count(happened.value ?? 0) })}
      text={judged && t('calibration.text', { start: format.date(judged.start), end: format.date(judged.end), customers: format.count(judged.customers) })}
      actions={(
        <ExportRows
          label={t('calibration.name', { model: model.model })} rows={curve}
          columns={[
            { key: 'predicted', title: t('calibration.predicted'), value: (row) => row.predicted },
            { key: 'actual', title: t('calibration.actual'), value: (row) => row.actual },
            { key: 'low', title: t('calibration.low'), value: (row) => row.low },
            { key: 'high', title: t('calibration.high'), value: (row) => row.high },
            { key: 'customers', title: t('calibration.customers'), value: (row) => row.customers },
          ]}
        />
      )}
    >
      <div className={classes.curve}>
        <Curve model={model} />
        <table className={classes.small}>
          <thead>
            <tr><th scope="col">{t('calibration.predicted')}<DefineSign title={t('calibration.predicted')} definition={foretold.definition} /></th><th scope="col">{t('calibration.actual')}<DefineSign title={t('calibration.actual')} definition={happened.definition} /></th><th scope="col">{t('calibration.customers')}</th></tr>
          </thead>
          <tbody>
            {curve.map((row) => (
              <tr key={row.predicted}>
                <td>{format.share(row.predicted)}</td>
                <td title={t('calibration.interval', { low: format.share(row.low), high: format.share(row.high) })}>{format.share(row.actual)}</td>
                <td>{format.count(row.customers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
