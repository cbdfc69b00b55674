/** Correcting a guessed mapping of a file's columns, and what an import needs before it can start. */
import type { ImportField, ImportKind, ImportPreview, Mapping } from '../shapes';

/** One column serves one field: giving it to another field takes it from the first. */
export function assign(mapping: Mapping, field: string, column: string | null): Mapping {
  const freed = Object.entries(mapping).map(([name, taken]) => [name, taken === column ? null : taken] as const);
  return { ...Object.fromEntries(freed), [field]: column };
}

/** Needed fields that another may stand in for, as in `ingest/files/fields.py`. */
const INSTEAD: Record<ImportKind, Record<string, string[]>> = {
  orders: { customer_id: ['email'], price: ['total'] },
  events: { user_id: ['anonymous_id'] },
  customers: { customer_id: ['email'] },
};

/** Needed fields that have no column, nor one that may stand in. */
export function missingFields(fields: ImportField[], mapping: Mapping, kind: ImportKind): ImportField[] {
  return fields.filter(({ name, is_required }) => {
    const standIns = INSTEAD[kind][name] ?? [];
    return is_required && ![name, ...standIns].some((each) => mapping[each]);
  });
}

export function unusedColumns(preview: ImportPreview, mapping: Mapping): string[] {
  const used = new Set(Object.values(mapping));
  return preview.columns.map((column) => column.name).filter((name) => !used.has(name));
}

export interface ImportChoices {
  filename: string;
  kind: ImportKind;
  mapping: Mapping;
  zone: string;
  currency: string;
  /** How 03/04/2024 is read if the file does not tell; empty: as its other dates say. */
  dates: string;
}

/** The query of `POST /api/imports`: `map=field=Column` for every field; nothing after the sign leaves a field out. */
export function importQuery({ filename, kind, mapping, zone, currency, dates }: ImportChoices): URLSearchParams {
  const query = new URLSearchParams({ filename, as: kind, zone });
  if (currency) query.set('currency', currency);
  if (dates) query.set('dates', dates);
  for (const [field, column] of Object.entries(mapping)) {
    query.append('map', `${field}=${column ?? ''}`);
  }
  return query;
}

/** What a file of this name most likely holds. */
export function guessKind(filename: string): ImportKind {
  const name = filename.toLowerCase();
  if (/(customer|kunden|profile|contact|people|user)/.test(name)) return 'customers';
  if (/(event|track|log|\.ndjson|\.jsonl)/.test(name)) return 'events';
  return 'orders';
}

/** `1.4 MB`, in the locale's numbers. */
export function sizeText(bytes: number, locale: string): string {
  const [amount, unit]: [number, string] =
    bytes >= 1e9 ? [bytes / 1e9, 'gigabyte']
    : bytes >= 1e6 ? [bytes / 1e6, 'megabyte']
    : bytes >= 1e3 ? [bytes / 1e3, 'kilobyte']
    : [bytes, 'byte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(amount);
}
