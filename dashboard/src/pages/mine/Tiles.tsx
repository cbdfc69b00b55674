import { Group, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedReport, Tile } from '../../api/saved';
import classes from './Mine.module.css';
import { TileCard } from './TileCard';
import { moved, resized } from './useBoard';

interface TilesProps {
  tiles: Tile[];
  reports: SavedReport[];
  onChange: (tiles: Tile[]) => void;
  onEdit: (index: number) => void;
  add: ReactNode;
}

/** Tiles in their order and width, arranged by dragging, by a menu, or by the arrow keys on their handle. */
export function Tiles({ tiles, reports, onChange, onEdit, add }: TilesProps) {
  const { t } = useTranslation('saved');
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const focused = useRef<number | null>(null);
  // A tile that moves is drawn anew at its place: the handle that was pressed keeps the focus.
  useEffect(() => {
    if (focused.current !== null) list.current?.querySelectorAll<HTMLElement>('[data-tile-handle]')[focused.current]?.focus();
    focused.current = null;
  }, [tiles]);
  const titleOf = (tile: Tile) => tile.title || reports.find((report) => report.name === tile.report)?.title || tile.report;
  const move = (index: number, to: number) => {
    const next = moved(tiles, index, to);
    if (next === tiles) return;
    focused.current = dragged === null ? next.indexOf(tiles[index]!) : null;
    onChange(next);
    setSaid(t('tile.moved', { title: titleOf(tiles[index]!), place: next.indexOf(tiles[index]!) + 1, count: tiles.length }));
  };
  const resize = (index: number, by: number) => {
    const next = resized(tiles, index, by);
    onChange(next);
    setSaid(t('tile.resized', { title: titleOf(tiles[index]!), width: next[index]!.width }));
  };
  const drop = (event: DragEvent, index: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, index);
    setDragged(null);
    setOver(null);
  };
  return (
    <>
      <Group justify="flex-end" mb="md">{add}</Group>
      <ol ref={list} className={classes.grid} aria-label={t('mine.board')}>
        {tiles.map((tile, index) => (
          <li
            key={`${index}-${tile.report}-${tile.show}-${tile.of}`} className={classes.tile} style={{ '--tile-width': tile.width } as React.CSSProperties}
            data-dragged={dragged === index || undefined} data-over={(over === index && dragged !== null && dragged !== index) || undefined}
            onDragOver={(event) => { event.preventDefault(); setOver(index); }} onDrop={(event) => drop(event, index)}
          >
            <TileCard
              tile={tile} title={titleOf(tile)} report={reports.find((report) => report.name === tile.report)} place={index} count={tiles.length}
              onMove={(by) => move(index, index + by)} onResize={(by) => resize(index, by)} onEdit={() => onEdit(index)}
              onRemove={() => { onChange(tiles.filter((_, place) => place !== index)); setSaid(t('tile.removed', { title: titleOf(tile) })); }}
              onDragStart={() => setDragged(index)} onDragEnd={() => { setDragged(null); setOver(null); }}
            />
          </li>
        ))}
      </ol>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </>
  );
}
