import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, at } from '../../api/client';
import { useReport } from '../../api/report';
import type { Board, Tile } from '../../api/saved';

const WIDEST = 4;

/** A board, and its tiles changed: shown at once, kept right after, taken back where that is refused. */
export function useBoard(name: string) {
  const queries = useQueryClient();
  const path = at('/api/boards/{name}', { name });
  const board = useReport(path, {}, { isLive: false });
  const key = [path, {}];
  const keep = useMutation({
    mutationKey: [path],
    scope: { id: path }, // one after the other: keys are pressed faster than answers come
    mutationFn: (tiles: Tile[]) => api.put(path, { title: board.data?.title ?? '', tiles }),
    onMutate: (tiles) => {
      const before = queries.getQueryData<Board>(key);
      queries.setQueryData<Board>(key, (now) => (now ? { ...now, tiles } : now));
      return { before };
    },
    onError: (_error, _tiles, context) => queries.setQueryData(key, context?.before),
    onSuccess: (kept) => { if (queries.isMutating({ mutationKey: [path] }) === 1) queries.setQueryData(key, kept); },
  });
  return { board, tiles: (board.data?.tiles ?? []) as Tile[], keep: (tiles: Tile[]) => keep.mutate(tiles), error: keep.error };
}

/** The tiles with one of them at another place. */
export function moved(tiles: Tile[], from: number, to: number): Tile[] {
  const place = Math.min(tiles.length - 1, Math.max(0, to));
  const tile = tiles[from];
  if (!tile || place === from) return tiles;
  const rest = tiles.filter((_, index) => index !== from);
  return [...rest.slice(0, place), tile, ...rest.slice(place)];
}

export function resized(tiles: Tile[], index: number, by: number): Tile[] {
  return tiles.map((tile, place) => (place === index ? { ...tile, width: Math.min(WIDEST, Math.max(1, tile.width + by)) } : tile));
}
