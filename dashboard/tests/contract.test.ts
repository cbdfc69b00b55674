import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSType } from '@babel/types';
import { expect, test } from 'vitest';
import { SRC, walk } from './sources';

/** The shapes the dashboard expects are those the server promises in contracts/openapi.json. */

interface Schema {
  $ref?: string;
  type?: string;
  items?: Schema;
  enum?: string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
}

const contract = JSON.parse(readFileSync(join(SRC, '../../contracts/openapi.json'), 'utf8')) as {
  components: { schemas: Record<string, Schema> };
};

/** What the server calls otherwise. */
const NAMES: Record<string, string> = { FigureValue: 'Figure', TrendSlice: 'MoveTrendPoint', Session: 'SessionState', LifecycleMap: 'MapShown' };
const FILES = ['api/figures.ts', 'api/lifecycle.ts', 'api/rfm.ts', 'api/retention.ts', 'api/session.ts', 'api/maps.ts'];
/** Of these the dashboard reads only a part. */
const PARTS = new Set(['Session', 'LifecycleMap', 'MapStage', 'MapDocument', 'Account', 'Operator']);

/** Whether the server may send null, and what else: `number`, `string[]`, `Figure`. */
function promised(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(promised).sort().join(' | ');
  if (schema.$ref) return schema.$ref.split('/').at(-1)!;
  if (schema.type === 'array') {
    const of = promised(schema.items ?? {});
    return of.includes('|') ? `(${of})[]` : `${of}[]`;
  }
  if (schema.type === 'integer') return 'number';
  return schema.type ?? 'unknown';
}

function expected(type: TSType): string {
  switch (type.type) {
    case 'TSStringKeyword': return 'string';
    case 'TSNumberKeyword': return 'number';
    case 'TSBooleanKeyword': return 'boolean';
    case 'TSNullKeyword': return 'null';
    case 'TSParenthesizedType': return expected(type.typeAnnotation);
    case 'TSUnionType': return type.types.map(expected).sort().join(' | ');
    case 'TSArrayType': {
      const of = expected(type.elementType);
      return of.includes('|') ? `(${of})[]` : `${of}[]`;
    }
    case 'TSTypeReference': {
      const name = type.typeName.type === 'Identifier' ? type.typeName.name : '';
      if (name === 'Unit' || name === 'Slice') return 'string';
      return name === 'Record' ? 'object' : (NAMES[name] ?? name);
    }
    default: return type.type;
  }
}

const shapes = FILES.flatMap((file) => {
  const found: { name: string; fields: Map<string, string> }[] = [];
  walk(file, (node) => {
    if (node.type !== 'TSInterfaceDeclaration') return;
    const fields = new Map<string, string>();
    for (const member of node.body.body) {
      if (member.type === 'TSPropertySignature' && member.key.type === 'Identifier' && member.typeAnnotation?.type === 'TSTypeAnnotation') {
        fields.set(member.key.name, expected(member.typeAnnotation.typeAnnotation));
      }
    }
    found.push({ name: node.id.name, fields });
  });
  return found;
}).filter((shape) => (NAMES[shape.name] ?? shape.name) in contract.components.schemas);

test('the shapes are found', () => {
  expect(shapes.map((shape) => shape.name)).toEqual(expect.arrayContaining(['Board', 'RfmReport', 'RetentionReport', 'FigureValue']));
});

test.each(shapes)('$name is what the server promises', ({ name, fields }) => {
  const { properties = {} } = contract.components.schemas[NAMES[name] ?? name]!;
  const missing = [...fields.keys()].filter((field) => !(field in properties));
  const unread = PARTS.has(name) ? [] : Object.keys(properties).filter((field) => !fields.has(field));
  const different = [...fields]
    .filter(([field, type]) => field in properties && promised(properties[field]!) !== type)
    .map(([field, type]) => `${field}: ${type} here, ${promised(properties[field]!)} there`);
  expect({ missing, unread, different }).toEqual({ missing: [], unread: [], different: [] });
});
