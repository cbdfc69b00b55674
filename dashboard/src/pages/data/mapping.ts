/** Correcting a guessed mapping of a file's columns, and what an import needs before it can start. */
import type { ImportField, ImportKind, Mapping } from './shapes';

/** One column serves one field: giving it to another field takes it from the first. */
export function assign(mapping: Mapping, field: string, column: string | null): Mapping {
  const freed = Object.entries(mapping).map(([name, taken]) => [name, taken === column ? null : taken] as const);
  return { ...Object.fromEntries(freed), [field]: column };
}

export function missingFields(fields: ImportField[], mapping: Mapping): ImportField[] {
  return fields.filter((field) => field.is_required && !mapping[field.name]);
}

/** The query of `POST /api/imports`: `map=field=Column` once for every field that has a column. */
export function importQuery(
  filename: string,
  kind: ImportKind,
  mapping: Mapping,
  zone: string,
  currency: string,
): URLSearchParams {
  const query = new URLSearchParams({ filename, as: kind, zone });
  if (currency) query.set('currency', currency);
  for (const [field, column] of Object.entries(mapping)) {
    if (column) query.append('map', `${field}=${column}`);
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
