import { Trans, useTranslation } from 'react-i18next';
import { useReason } from '../../api/reasons';
import type { PredictionModel } from '../../api/predictions';
import { useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';

/** How many will do it, in one sentence. */
export function Finding({ model }: { model: PredictionModel }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const reason = useReason();
  const stageTitle = useStageTitle();
  if (model.unavailable !== null) return <>{reason(model.unavailable)}</>;
  return (
    <Trans
      t={t}
      i18nKey={`finding.${model.model}`}
      values={{
        expected: format.count(Math.round(model.expected.value ?? 0)),
        low: format.count(Math.round(model.expected.low ?? 0)),
        high: format.count(Math.round(model.expected.high ?? 0)),
        customers: format.count(model.customers.value ?? 0),
        days: format.days(model.horizon_days),
        stage: stageTitle(model.stage),
      }}
      components={{ b: <b /> }}
    />
  );
}
