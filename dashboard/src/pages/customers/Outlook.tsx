import { useTranslation } from 'react-i18next';
import { at } from '../../api/client';
import { useStageTitle } from '../../api/maps';
import type { ForetoldOf } from '../../api/predictions';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { Reasons } from '../../parts/foretold';
import { Panel } from '../../parts/Panel';
import classes from './Customer.module.css';

/** What was foretold of the customer, each with the reasons. Nothing where nothing was. */
export function Outlook({ customerId }: { customerId: string }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const found = useReport(at('/api/customers/{customer_id}/predictions', { customer_id: customerId }), {}, { isLive: false }).data;
  const first = found?.[0];
  if (!found || !first) return null;
  return (
    <Panel title={t('one.title')} text={t('one.text', { when: format.date(first.at) })}>
      <ul className={classes.outlook}>
        {found.map((each) => <Foretold key={each.name} foretold={each} />)}
      </ul>
    </Panel>
  );
}

function Foretold({ foretold }: { foretold: ForetoldOf }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const stageTitle = useStageTitle();
  const { name, number, base_rate: base, reasons } = foretold;
  const words = { days: format.days(foretold.horizon_days), stage: stageTitle(foretold.stage) };
  return (
    <li>
      <span className={classes.outlookLine}>
        <span>{t(`one.${name.replace('.', '_')}`, words)}</span>
        <b className="tabular">{name === 'value.expected' ? format.money(number * 1e6) : format.share(number)}</b>
      </span>
      {base !== null && <span className={classes.note}>{t('one.base', { share: format.share(base) })}</span>}
      {reasons.length > 0 && <Reasons reasons={reasons} />}
    </li>
  );
}
