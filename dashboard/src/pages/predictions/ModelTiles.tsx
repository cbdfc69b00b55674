import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import type { ModelKey, PredictionModel } from '../../api/predictions';
import { useFormats } from '../../format';
import classes from './Predictions.module.css';

interface ModelTilesProps { models: PredictionModel[]; chosen: ModelKey; onChoose: (model: ModelKey) => void }

/** The questions, with how many are expected and how well the model tells customers apart; one is open below. */
export function ModelTiles({ models, chosen, onChoose }: ModelTilesProps) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const stageTitle = useStageTitle();
  return (
    <div className={classes.tiles} role="group" aria-label={t('models')}>
      {models.map((model) => {
        const { expected, auc } = model;
        return (
          <UnstyledButton key={model.model} className={classes.tile} aria-pressed={model.model === chosen} onClick={() => onChoose(model.model)}>
            <span className={classes.label}>{t(`model.${model.model}`, { stage: stageTitle(model.stage), days: format.days(model.horizon_days) })}</span>
            {model.unavailable !== null ? <span className={classes.soft}>{t('notForetold')}</span> : (
              <>
                <span className={classes.number}>{format.count(Math.round(expected.value ?? 0))}</span>
                <span className={classes.soft}>{t('ofCustomers', { customers: format.count(model.customers.value ?? 0) })}</span>
                <span className={classes.soft}>{t('tile.auc', { auc: format.decimal(auc.value ?? 0, 2), low: format.decimal(auc.low ?? 0, 2), high: format.decimal(auc.high ?? 0, 2) })}</span>
              </>
            )}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
