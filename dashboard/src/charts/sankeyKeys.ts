/** Walking a Sankey by arrow keys: stages at the left, links between, stages at the right. */
import type { SankeyLink, SankeyNode } from './Sankey';

export type SankeySide = 'source' | 'target';
export type SankeyItem = { side: SankeySide; id: string } | { link: SankeyLink };

type Column = SankeyItem[];

export function isLink(item: SankeyItem): item is { link: SankeyLink } {
  return 'link' in item;
}

/** The three columns, each from top to bottom. */
function columnsOf(nodes: SankeyNode[], links: SankeyLink[]): [Column, Column, Column] {
  const sided = (side: SankeySide) =>
    nodes.filter((node) => links.some((link) => link[side] === node.id && link.value > 0)).map((node) => ({ side, id: node.id }));
  return [sided('source'), links.map((link) => ({ link })), sided('target')];
}

function isSame(a: SankeyItem, b: SankeyItem): boolean {
  if (isLink(a) || isLink(b)) return isLink(a) && isLink(b) && a.link.source === b.link.source && a.link.target === b.link.target;
  return a.side === b.side && a.id === b.id;
}

/** The link of a stage that most customers took. */
export function mainLink(item: SankeyItem, links: SankeyLink[]): SankeyLink | null {
  if (isLink(item)) return item.link;
  const own = links.filter((link) => link[item.side] === item.id);
  return own.reduce<SankeyLink | null>((most, link) => (most && most.value >= link.value ? most : link), null);
}

/** One step to the side: a stage leads to its main link, a link to the stage at its end. */
function across(item: SankeyItem, toRight: boolean, links: SankeyLink[]): SankeyItem {
  if (isLink(item)) return toRight ? { side: 'target', id: item.link.target } : { side: 'source', id: item.link.source };
  if ((item.side === 'source') !== toRight) return item;
  const link = mainLink(item, links);
  return link ? { link } : item;
}

/** Where a key leads from `item`; null stands for "nowhere yet", and any arrow enters. Undefined: no key of ours. */
export function stepBy(key: string, item: SankeyItem | null, nodes: SankeyNode[], links: SankeyLink[]): SankeyItem | undefined {
  const columns = columnsOf(nodes, links);
  const column = columns.find((each) => item && each.some((one) => isSame(one, item)));
  if (!item || !column) return key.startsWith('Arrow') ? (columns[1][0] ?? undefined) : undefined;
  const at = column.findIndex((one) => isSame(one, item));
  switch (key) {
    case 'ArrowDown': return column[Math.min(column.length - 1, at + 1)];
    case 'ArrowUp': return column[Math.max(0, at - 1)];
    case 'Home': return column[0];
    case 'End': return column[column.length - 1];
    case 'ArrowLeft': return across(item, false, links);
    case 'ArrowRight': return across(item, true, links);
    default: return undefined;
  }
}
