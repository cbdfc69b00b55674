import type { FigureValue } from '../../api/figures';

/** A figure of a report's answer: its place there, and what it is a figure of, where it stands in a list. */
export interface Found {
  key: string;
  /** The list it stands in; empty for the report's own. */
  group: string;
  item: string | null;
  figure: FigureValue;
}

const MOST_ITEMS = 60;

function isFigure(value: unknown): value is FigureValue {
  return typeof value === 'object' && value !== null && 'definition' in value && 'unit' in value && 'value' in value;
}

function nameOf(item: Record<string, unknown>, index: number): string {
  const text = (key: string) => (typeof item[key] === 'string' && item[key] !== '' ? item[key] : null);
  const source = text('channel') && text('campaign') ? `${text('channel')} / ${text('campaign')}` : text('channel');
  const deviation = text('kind') && text('id');
  const move = text('source') && text('target') ? `${text('source')} → ${text('target')}` : null;
  const share = typeof item.least === 'number' ? String(item.least) : null;
  return deviation ?? text('title') ?? text('name') ?? text('event') ?? source ?? move ?? text('page') ?? text('value') ?? text('id') ?? text('model') ?? share ?? String(index + 1);
}

/** Every figure of an answer: its own first, then those of its lists. */
export function figuresOf(answer: unknown): Found[] {
  const own: Found[] = [];
  const listed: Found[] = [];
  for (const [key, value] of Object.entries((answer ?? {}) as Record<string, unknown>)) {
    if (isFigure(value)) own.push({ key, group: '', item: null, figure: value });
    if (!Array.isArray(value)) continue;
    value.slice(0, MOST_ITEMS).forEach((item: unknown, index) => {
      if (typeof item !== 'object' || item === null) return;
      const name = nameOf(item as Record<string, unknown>, index);
      for (const [inner, figure] of Object.entries(item)) {
        if (isFigure(figure)) listed.push({ key: `${key}/${name}/${inner}`, group: key, item: name, figure });
      }
    });
  }
  return [...own, ...listed];
}

/** The figure of this place, or the first that has a value. */
export function figureAt(found: Found[], key: string): Found | undefined {
  return found.find((each) => each.key === key) ?? (key ? undefined : found.find((each) => each.figure.value !== null) ?? found[0]);
}

/** The list that a table shows: the one asked for, or the first of a report that has no figures of its own. */
export function listOf(found: Found[], asked: string): string {
  return asked || (found.some((each) => each.group === '') ? '' : found[0]?.group ?? '');
}

/** A report's own figures, or a list of it with a column for each figure. */
export interface FigureRows { columns: { key: string; definition: string }[]; rows: { name: string; cells: Record<string, FigureValue> }[] }

export function rowsOf(found: Found[], group: string): FigureRows {
  const columns: FigureRows['columns'] = [];
  const rows = new Map<string, Record<string, FigureValue>>();
  for (const each of found.filter((one) => one.group === group && one.item !== null)) {
    const key = each.key.split('/').at(-1)!;
    if (!columns.some((column) => column.key === key)) columns.push({ key, definition: each.figure.definition });
    rows.set(each.item!, { ...rows.get(each.item!), [key]: each.figure });
  }
  return { columns, rows: [...rows].map(([name, cells]) => ({ name, cells })) };
}

export function groupsOf(found: Found[]): string[] {
  return [...new Set(found.map((each) => each.group))];
}
