import { Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FigureValue } from '../../api/figures';
import type { SavedReport, Tile } from '../../api/saved';
import { download, toCsv, type Column } from '../../parts/table';
import { figuresOf, listOf, rowsOf, type Found } from './figures';
import { useAnswer, useFigureName } from './useAnswer';
import { useItemName } from './useItemName';

/** Writes a table tile to a file: all its rows and figures, also those that its width has no place for. */
export function ExportItem({ tile, report, title }: { tile: Tile; report: SavedReport; title: string }) {
  const { t } = useTranslation('saved');
  const name = useFigureName();
  const nameOf = useItemName()(report);
  const found = figuresOf(useAnswer(report).data);
  const group = listOf(found, tile.of);
  const isListed = group !== '' && found.some((each) => each.group === group);
  const write = () => download(`${title}.csv`, isListed ? listed() : own());
  const own = () => toCsv<Found>([
    plain(t('table.figure'), name),
    plain(t('table.value'), (each) => amount(each.figure, each.figure.value)),
    plain(t('table.low'), (each) => amount(each.figure, each.figure.low)),
    plain(t('table.high'), (each) => amount(each.figure, each.figure.high)),
  ], found.filter((each) => each.group === ''));
  const listed = () => {
    const { columns, rows } = rowsOf(found, group);
    return toCsv<(typeof rows)[number]>([
      plain(t('table.of'), (row) => nameOf(group, row.name)),
      ...columns.map((column) => plain<(typeof rows)[number]>(name({ key: column.key, figure: column }), (row) => {
        const figure = row.cells[column.key];
        return figure ? amount(figure, figure.value) : null;
      })),
    ], rows);
  };
  return <Menu.Item leftSection={<IconDownload size={15} />} disabled={found.length === 0} onClick={write}>{t('tile.export')}</Menu.Item>;
}

function plain<Row>(title: string, value: (row: Row) => string | number | null): Column<Row> {
  return { key: title, title, cell: () => null, value };
}

/** Money in units of its currency, as every export writes it. */
function amount(figure: FigureValue, value: number | null): number | null {
  return value !== null && figure.unit === 'money_micros' ? value / 1e6 : value;
}
