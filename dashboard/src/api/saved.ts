/** Reports saved under a name, and boards of their tiles. */
import type { Shape } from './contract';

export type SavedReport = Shape<'ReportKept'>;
export type Board = Shape<'BoardKept'>;
export type Tile = Required<Shape<'TileShown'>>;

/** Parameters of an address that open something on the page; the rest is its question. */
const OPENERS = new Set(['saved', 'open', 'step', 'list', 'with', 'view_as']);

/** Pages whose question can be saved, by their address. */
export const SAVABLE = new Set([
  'lifecycle', 'customers', 'rfm', 'personas', 'retention', 'value', 'predictions', 'funnels', 'paths', 'map-check', 'sources', 'recommendations',
]);

/** Pages that show a list alone, and no figure that a tile could. */
export const NO_TILES = new Set(['customers']);

/** Pages that answer as of one moment, and for everybody. */
export const TIMELESS = new Set(['predictions']);
const SCOPE = new Set(['period', 'versus', 'segment']);

/** What a page is asked, without what only opens a panel on it, and without a period where it has none. */
export function askedOf(page: string, address: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(address).flatMap(([key, value]) => (value && !OPENERS.has(key) && !(TIMELESS.has(page) && SCOPE.has(key)) && /^[a-z][a-z_]*$/.test(key) ? [[key, value]] : [])));
}
