import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconArrowsHorizontal, IconDots, IconGripVertical, IconInfoCircle, IconPencil, IconTrash, IconViewportNarrow } from '@tabler/icons-react';
import { Suspense, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useReason } from '../../api/reasons';
import { TIMELESS, type SavedReport, type Tile } from '../../api/saved';
import { useOpenDefinition } from '../../parts/Definitions';
import { ErrorState } from '../../parts/ErrorState';
import { ChartTile } from './ChartTile';
import { ExportItem } from './ExportItem';
import { figureAt, figuresOf } from './figures';
import { FigureTile } from './FigureTile';
import classes from './Mine.module.css';
import { hasTiles } from './sources';
import { TableTile } from './TableTile';
import { useAnswer } from './useAnswer';
import { useAsked } from './useAsked';
import { useItemName } from './useItemName';

interface TileCardProps {
  tile: Tile;
  title: string;
  report: SavedReport | undefined;
  place: number;
  count: number;
  onMove: (by: number) => void;
  onResize: (by: number) => void;
  onEdit: () => void;
  onRemove: () => void;
  onDragStart: () => void;
  onDragEnd: () => void;
}

/** A tile: what it is called and asks, which leads to the full report; what it shows; and how it is moved. */
export function TileCard(props: TileCardProps) {
  const { tile, title, report, place, count } = props;
  const { t } = useTranslation('saved');
  const asked = useAsked();
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (event.shiftKey) props.onResize(by);
    else props.onMove(by);
  };
  return (
    <>
      <div className={classes.head}>
        <ActionIcon
          variant="subtle" color="gray" size="sm" className={classes.handle} draggable data-tile-handle
          aria-label={t('tile.handle', { title, place: place + 1, count })} title={t('tile.handleHint')}
          onKeyDown={keys} onDragStart={props.onDragStart} onDragEnd={props.onDragEnd}
        >
          <IconGripVertical size={15} />
        </ActionIcon>
        {report
          ? <PageLink to={`/${report.page}`} address={{ period: undefined, versus: undefined, segment: undefined, ...report.ask, saved: report.name }} className={classes.title}>{title}<span className={classes.asked} title={asked(report)}>{asked(report)}</span></PageLink>
          : <span className={classes.title}>{title}</span>}
        {report && <Defined tile={tile} report={report} />}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('tile.menu', { title })}><IconDots size={15} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={props.onEdit}>{t('tile.edit')}</Menu.Item>
            <Menu.Item leftSection={<IconArrowLeft size={15} />} disabled={place === 0} onClick={() => props.onMove(-1)}>{t('tile.earlier')}</Menu.Item>
            <Menu.Item leftSection={<IconArrowRight size={15} />} disabled={place === count - 1} onClick={() => props.onMove(1)}>{t('tile.later')}</Menu.Item>
            <Menu.Item leftSection={<IconArrowsHorizontal size={15} />} disabled={tile.width >= 4} onClick={() => props.onResize(1)}>{t('tile.wider')}</Menu.Item>
            <Menu.Item leftSection={<IconViewportNarrow size={15} />} disabled={tile.width <= 1} onClick={() => props.onResize(-1)}>{t('tile.narrower')}</Menu.Item>
            {report && tile.show === 'table' && hasTiles(report.page) && <ExportItem tile={tile} report={report} title={title} />}
            <Menu.Item leftSection={<IconTrash size={15} />} color="red" onClick={props.onRemove}>{t('tile.remove')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.body}>
        {report && hasTiles(report.page)
          // A tile waits alone for the words of its report's page; the board around it stays.
          ? <Suspense fallback={<Waiting tile={tile} />}><Content tile={tile} report={report} title={title} /></Suspense>
          : <p className={classes.none}>{t('tile.gone')}</p>}
      </div>
    </>
  );
}

function Waiting({ tile }: { tile: Tile }) {
  return <Skeleton height={tile.show === 'figure' ? 96 : 200} radius={6} />;
}

/** A chart or a table does not open its definition by itself. */
function Defined({ tile, report }: { tile: Tile; report: SavedReport }) {
  const { t } = useTranslation('saved');
  const open = useOpenDefinition();
  if (tile.show !== 'chart' || !hasTiles(report.page)) return null;
  return <DefinedChart tile={tile} report={report} open={open} label={t('tile.define')} />;
}

function DefinedChart({ tile, report, open, label }: { tile: Tile; report: SavedReport; open: (key: string) => void; label: string }) {
  const found = figureAt(figuresOf(useAnswer(report).data), tile.of);
  return found ? <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={() => open(found.figure.definition)}><IconInfoCircle size={15} /></ActionIcon> : null;
}

function Content({ tile, report, title }: { tile: Tile; report: SavedReport; title: string }) {
  const { t } = useTranslation(['saved', 'predictions']);
  const reason = useReason();
  const answer = useAnswer(report);
  const itemName = useItemName();
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <Waiting tile={tile} />;
  const found = figuresOf(answer.data);
  const figure = figureAt(found, tile.show === 'table' ? '' : tile.of);
  const why = (answer.data as { unavailable?: string | null }).unavailable;
  if (!figure) return <p className={classes.none}>{why ? reason(why) : t(TIMELESS.has(report.page) ? 'predictions:empty.title' : 'tile.nothing')}</p>;
  if (tile.show === 'table') return <TableTile found={found} group={found.some((each) => each.group === tile.of) ? tile.of : ''} width={tile.width} label={title} nameOf={itemName(report)} />;
  if (tile.show === 'chart') return why ? <p className={classes.none}>{reason(why)}</p> : <ChartTile report={report} answer={answer.data} found={figure} isChosen={tile.of !== ''} />;
  return <FigureTile report={report} found={figure} />;
}
