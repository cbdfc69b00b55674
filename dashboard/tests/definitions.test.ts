import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, sourceFiles, SRC, walk } from './sources';

const FOLDER = join(SRC, '../../src/evergrow/measure/metrics');
const PAGES = ['attribution', 'conformance', 'funnel', 'paths', 'personas', 'predictions', 'recommendations', 'retention', 'rfm', 'value'];

/** Columns that count nothing: a place in an order, a price as it was stated, and what stands beside its own explanation. */
const PLAIN = new Set(['step', 'n', 'price', 'feature', 'Parameters.value', 'Parameters.low', 'Parameters.high']);

function keysOf(files: string[]): string[] {
  return files.flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/key="(\w+)"/g)].map((found) => found[1]!));
}

const tables = sourceFiles(['.tsx']);
const used = new Set(tables.flatMap((file) => [...read(file).matchAll(/definition(?:=|: ?)["'](\w+)["']/g)].map((found) => found[1]!)));

test('a table opens no definition that the server does not know', () => {
  const known = new Set(keysOf(readdirSync(FOLDER).filter((file) => /^definitions\w*\.py$/.test(file))));
  expect([...used].filter((key) => !known.has(key))).toEqual([]);
});

test('every definition that was written for a column stands beside one', () => {
  const written = keysOf(['definitions_columns.py']);
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((key) => !used.has(key))).toEqual([]);
});

test('every column of numbers on the pages of numbers says what they mean', () => {
  const silent: string[] = [];
  let told = 0;
  for (const file of tables.filter((path) => PAGES.some((page) => path.startsWith(`pages/${page}/`)))) {
    walk(file, (node) => {
      if (node.type !== 'ObjectExpression') return;
      const named = new Map(node.properties.flatMap((each) => (each.type === 'ObjectProperty' && each.key.type === 'Identifier' ? [[each.key.name, each.value] as const] : [])));
      if (!named.has('isNumber') || !named.has('title')) return;
      const key = named.get('key')!;
      const name = key.type === 'StringLiteral' ? key.value : key.type === 'Identifier' ? key.name : '';
      const table = file.split('/').at(-1)!.replace('.tsx', '');
      if (named.has('definition')) told += 1;
      else if (!PLAIN.has(name) && !PLAIN.has(`${table}.${name}`)) silent.push(`${file}: ${name}`);
    });
  }
  expect(told).toBeGreaterThan(50);
  expect(silent).toEqual([]);
});
