/** Walking a Sankey by arrow keys: from column to column, along the links between. */
import type { SankeyLink } from './Sankey';

export type SankeyItem = { node: string } | { link: SankeyLink };
/** Where a node stands: columns are counted from the left. */
export interface PlacedNode { id: string; column: number }

export function isLink(item: SankeyItem): item is { link: SankeyLink } {
  return 'link' in item;
}

/** Nodes and links by turns, from left to right, each from top to bottom. */
function columnsOf(nodes: PlacedNode[], links: SankeyLink[]): SankeyItem[][] {
  const last = nodes.reduce((most, node) => Math.max(most, node.column), 0);
  const shown = new Set(links.filter((link) => link.value > 0).flatMap((link) => [link.source, link.target]));
  return Array.from({ length: last + 1 }, (_, column) => {
    const here = nodes.filter((node) => node.column === column);
    const ids = new Set(here.map((node) => node.id));
    return [
      here.filter((node) => shown.has(node.id)).map((node) => ({ node: node.id })),
      links.filter((link) => ids.has(link.source)).map((link) => ({ link })),
    ];
  }).flat();
}

function isSame(a: SankeyItem, b: SankeyItem): boolean {
  if (isLink(a) || isLink(b)) return isLink(a) && isLink(b) && a.link.source === b.link.source && a.link.target === b.link.target;
  return a.node === b.node;
}

/** The widest link out of a node, or into it. */
export function mainLink(id: string, side: 'source' | 'target', links: SankeyLink[]): SankeyLink | null {
  const own = links.filter((link) => link[side] === id);
  return own.reduce<SankeyLink | null>((most, link) => (most && most.value >= link.value ? most : link), null);
}

/** One step to the side: a node leads to its main link, a link to the node at its end. */
function across(item: SankeyItem, toRight: boolean, links: SankeyLink[]): SankeyItem {
  if (isLink(item)) return { node: toRight ? item.link.target : item.link.source };
  const link = mainLink(item.node, toRight ? 'source' : 'target', links);
  return link ? { link } : item;
}

/** Where a key leads from `item`; null stands for "nowhere yet", and any arrow enters. Undefined: no key of ours. */
export function stepBy(key: string, item: SankeyItem | null, nodes: PlacedNode[], links: SankeyLink[]): SankeyItem | undefined {
  const columns = columnsOf(nodes, links);
  const column = columns.find((each) => item && each.some((one) => isSame(one, item)));
  if (!item || !column) return key.startsWith('Arrow') ? (columns[1]?.[0] ?? undefined) : undefined;
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
