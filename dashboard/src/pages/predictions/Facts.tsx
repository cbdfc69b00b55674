import { useTranslation } from 'react-i18next';
import type { PredictionModel, StrongFact } from '../../api/predictions';
import { useFormats } from '../../format';
import { useFactWords } from '../../parts/foretold';
import { DefineSign } from '../../parts/DefineSign';
import { Panel } from '../../parts/Panel';
import { ExportRows } from '../../parts/table';
import classes from './Predictions.module.css';

const SHOWN = 6;

/** The facts by the differences between customers they make, each with the share that did it in its ranges. */
export function Facts({ model, currency }: { model: PredictionModel; currency: string }) {
  const { t } = useTranslation('predictions');
  const words = useFactWords(currency);
  const facts = model.facts.slice(0, SHOWN).filter((fact) => fact.strength > 0);
  const first = facts[0];
  if (!first) return null;
  return (
    <Panel
      title={t('facts.found', { fact: words.title(first) })} text={<>{t('facts.text')}<DefineSign title={t('facts.strength')} definition="prediction_strength" /></>}
      actions={(
        <ExportRows
          label={t('facts.name', { model: model.model })} rows={facts.flatMap((fact) => fact.groups.map((group) => ({ fact, group })))}
          columns={[
            { key: 'fact', title: t('facts.fact'), value: ({ fact }) => words.title(fact) },
            { key: 'strength', title: t('facts.strength'), value: ({ fact }) => fact.strength },
            { key: 'range', title: t('facts.range'), value: ({ fact, group }) => words.range(fact.fact, fact.kind, group.range) },
            { key: 'share', title: t('facts.share'), value: ({ group }) => group.share },
            { key: 'customers', title: t('calibration.customers'), value: ({ group }) => group.customers },
          ]}
        />
      )}
    >
      <ul className={classes.facts}>
        {facts.map((fact) => <FactBars key={fact.fact} fact={fact} currency={currency} most={first.strength} isOpen={fact === first} />)}
      </ul>
    </Panel>
  );
}

function FactBars({ fact, currency, most, isOpen }: { fact: StrongFact; currency: string; most: number; isOpen: boolean }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const words = useFactWords(currency);
  const highest = Math.max(...fact.groups.map((group) => group.share)) || 1;
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <span className={classes.factTitle}>{words.title(fact)}</span>
          <span className={classes.strength}><span style={{ width: `${(100 * fact.strength) / most}%` }} /></span>
          <span className={classes.soft}>{format.share(fact.strength, 0)}</span>
        </summary>
        <table className={`${classes.small} ${classes.fact}`}>
          <thead>
            <tr><th scope="col">{t('facts.range')}</th><th scope="col"><span className={classes.hidden}>{t('facts.bar')}</span></th><th scope="col">{t('facts.share')}<DefineSign title={t('facts.share')} definition="prediction_fact_share" /></th><th scope="col">{t('calibration.customers')}</th></tr>
          </thead>
          <tbody>
            {fact.groups.map((group) => (
              <tr key={group.text}>
                <th scope="row">{words.range(fact.fact, fact.kind, group.range)}</th>
                <td className={classes.barCell}><span className={classes.bar} style={{ width: `${(100 * group.share) / highest}%` }} /></td>
                <td>{format.share(group.share)}</td>
                <td>{format.count(group.customers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  );
}
