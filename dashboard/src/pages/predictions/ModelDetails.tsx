import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useReason } from '../../api/reasons';
import type { PredictionModel } from '../../api/predictions';
import { Figure } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { CalibrationPanel } from './CalibrationPanel';
import { Facts } from './Facts';
import { Foretold } from './Foretold';
import classes from './Predictions.module.css';
import { Thresholds } from './Thresholds';

/** One model: how good it was, what it goes by, where to draw the line, and who is above it. */
export function ModelDetails({ model, currency }: { model: PredictionModel; currency: string }) {
  const { t } = useTranslation('predictions');
  const reason = useReason();
  const [address, change] = useAddress();
  const least = leastOf(address.least);
  if (model.unavailable !== null) {
    return <Panel title={t('refused')}><Text size="sm">{reason(model.unavailable)}</Text></Panel>;
  }
  return (
    <>
      <div className={classes.figures}>
        <Figure label={t('figure.expected')} figure={model.expected} isNeutral />
        <Figure label={t('figure.auc')} figure={model.auc} isNeutral note={t('figure.aucNote')} />
        <Figure label={t('figure.base_rate')} figure={model.base_rate} isNeutral />
        <Figure label={t('figure.brier')} figure={model.brier} isNeutral note={t('figure.baseNote', { base: (model.base_brier.value ?? 0).toFixed(3) })} />
        <Figure label={t('figure.log_loss')} figure={model.log_loss} isNeutral note={t('figure.baseNote', { base: (model.base_log_loss.value ?? 0).toFixed(3) })} />
      </div>
      <div className={classes.pair}>
        <CalibrationPanel model={model} />
        <Facts model={model} currency={currency} />
      </div>
      <Thresholds model={model} least={least} onLeast={(share) => change({ least: share ? String(share) : undefined }, { replace: true })} />
      <Foretold model={model} currency={currency} least={least} />
    </>
  );
}

/** The probability of the address that the list begins at; nonsense is none. */
function leastOf(text: string | undefined): number {
  const share = Number(text);
  return share > 0 && share <= 1 ? share : 0;
}
