import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Characteristic, CharacteristicGroup } from '../../api/personas';
import { useFormats } from '../../format';
import { useNames } from './names';
import classes from './Personas.module.css';

type Kind = CharacteristicGroup['kind'];

/** What the customers of a persona share, kind by kind: the bar is their share, the line that of the others. */
export function Characteristics({ groups }: { groups: CharacteristicGroup[] }) {
  const { ofKind } = useNames();
  return (
    <div className={classes.kinds}>
      {groups.map((group) => (
        <section key={`${group.kind} ${group.name}`}>
          <h4 className={classes.kind}>{ofKind(group)}</h4>
          <Shares kind={group.kind} rows={group.rows} />
        </section>
      ))}
    </div>
  );
}

export function Shares({ kind, rows }: { kind: Kind; rows: Characteristic[] }) {
  return <ul className={classes.shares}>{rows.map((row) => <Share key={row.value} kind={kind} row={row} />)}</ul>;
}

function Share({ kind, row }: { kind: Kind; row: Characteristic }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const names = useNames();
  const share = row.share.value ?? 0;
  const exact = t('exact', {
    customers: format.count(row.customers), of: format.count(row.of), low: format.share(row.share.low ?? 0), high: format.share(row.share.high ?? 0),
    rest: row.rest === null ? '–' : format.share(row.rest),
  });
  return (
    <Tooltip label={exact} multiline maw={300} openDelay={200}>
      <li className={classes.share} tabIndex={0}>
        <span className={classes.shareName} data-telling={row.is_telling || undefined}>{names.ofValue(kind, row.value)}</span>
        <span className={classes.track}>
          <span className={classes.fill} data-quiet={!row.is_telling || undefined} style={{ width: `${100 * share}%` }} />
          {row.rest !== null && <span className={classes.rest} style={{ left: `${100 * row.rest}%` }} />}
        </span>
        <span className={classes.shareNumber}>{format.share(share, 0)}</span>
        <span className={classes.mark}>{row.is_telling ? t('more') : row.is_rare ? t('less') : ''}</span>
        <span className={classes.hidden}>{exact}</span>
      </li>
    </Tooltip>
  );
}
