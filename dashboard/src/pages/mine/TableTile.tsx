import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOpenDefinition } from '../../parts/Definitions';
import { Delta } from '../../parts/Delta';
import { FigureNumber } from '../../parts/Figure';
import { useFormats } from '../../format';
import { listOf, rowsOf, type Found } from './figures';
import classes from './Mine.module.css';
import { useFigureName } from './useAnswer';

const MOST_COLUMNS = 5;
const MOST_ROWS = 12;

interface TableTileProps {
  found: Found[];
  /** The list; empty for the report's own figures. */
  group: string;
  width: number;
  label: string;
  nameOf: (group: string, item: string) => string;
}

/** A report's own figures one below the other, or a list of it with a column for each figure; headings open definitions. */
export function TableTile(props: TableTileProps) {
  const { found, label } = props;
  const group = listOf(found, props.group);
  return group === '' ? <Own found={found.filter((each) => each.group === '')} label={label} /> : <Listed {...props} group={group} />;
}

function Own({ found, label }: { found: Found[]; label: string }) {
  const { t } = useTranslation('saved');
  const format = useFormats();
  const name = useFigureName();
  const open = useOpenDefinition();
  return (
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead><tr><th scope="col">{t('table.figure')}</th><th scope="col" className="num">{t('table.value')}</th><th scope="col" className="num">{t('table.change')}</th><th scope="col" className="num">{t('table.interval')}</th></tr></thead>
        <tbody>
          {found.slice(0, MOST_ROWS).map((each) => (
            <tr key={each.key}>
              <th scope="row"><UnstyledButton className={classes.define} onClick={() => open(each.figure.definition)}>{name(each)}</UnstyledButton></th>
              <td className="num"><FigureNumber figure={each.figure} /></td>
              <td className="num"><Delta figure={each.figure} isNeutral /></td>
              <td className="num">{each.figure.low === null || each.figure.high === null ? '' : t('table.between', { low: format.unit(each.figure.low, each.figure.unit), high: format.unit(each.figure.high, each.figure.unit) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Cut shown={MOST_ROWS} total={found.length} />
    </div>
  );
}

/** Says how much there is no place for. */
function Cut({ shown, total }: { shown: number; total: number }) {
  const { t } = useTranslation('saved');
  const format = useFormats();
  return total > shown ? <p className={classes.cut}>{t('table.cut', { shown: format.count(shown), total: format.count(total) })}</p> : null;
}

function Listed({ found, group, width, label, nameOf }: TableTileProps) {
  const { t } = useTranslation('saved');
  const name = useFigureName();
  const open = useOpenDefinition();
  const { columns, rows } = rowsOf(found, group);
  const shown = columns.slice(0, Math.min(MOST_COLUMNS, width + 1));
  return (
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('table.of')}</th>
            {shown.map((column) => <th key={column.key} scope="col" className="num"><UnstyledButton className={classes.define} onClick={() => open(column.definition)}>{name({ key: column.key, figure: column })}</UnstyledButton></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.name}>
              <th scope="row">{nameOf(group, row.name)}</th>
              {shown.map((column) => <td key={column.key} className="num">{row.cells[column.key] ? <FigureNumber figure={row.cells[column.key]!} /> : '–'}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <Cut shown={MOST_ROWS} total={rows.length} />
    </div>
  );
}
