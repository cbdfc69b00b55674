import { useTranslation } from 'react-i18next';
import type { PredictionModel } from '../../api/predictions';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
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
    >
      <div className={classes.curve}>
        <Curve model={model} />
        <table className={classes.small}>
          <thead>
            <tr><th scope="col">{t('calibration.predicted')}</th><th scope="col">{t('calibration.actual')}</th><th scope="col">{t('calibration.customers')}</th></tr>
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
