import type { CallExpression, Expression, JSXElement, Node } from '@babel/types';
import { read, sourceFiles, walk } from './sources';

/** Every translation key of a language, flat: `frame:stage.none`. */
export function keysOf(language: string): Map<string, string> {
  const keys = new Map<string, string>();
  const add = (path: string, value: unknown): void => {
    if (typeof value === 'string') keys.set(path, value);
    else for (const [key, child] of Object.entries(value as object)) add(path.endsWith(':') ? path + key : `${path}.${key}`, child);
  };
  for (const file of sourceFiles(['.json']).filter((path) => path.startsWith(`i18n/${language}/`))) {
    add(`${file.split('/')[2]!.replace('.json', '')}:`, JSON.parse(read(file)));
  }
  return keys;
}

/** Plural forms and the plain key are one: `found_one`, `found_other` -> `found`. */
export function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}

/** A key as the code writes it; `{}` stands for a part that is computed. */
export interface Used {
  file: string;
  key: string;
  namespace: string;
  hasDefault: boolean;
}

/** The texts an expression can become; a template's holes are `{}`; null: cannot be said. */
function textsOf(node: Node | null | undefined): string[] | null {
  if (!node) return null;
  if (node.type === 'StringLiteral') return [node.value];
  if (node.type === 'TemplateLiteral') return [node.quasis.map((part) => part.value.cooked ?? '').join('{}')];
  if (node.type === 'ConditionalExpression') {
    const [yes, no] = [textsOf(node.consequent), textsOf(node.alternate)];
    return yes && no ? [...yes, ...no] : null;
  }
  return null;
}

function isTranslate(node: CallExpression): boolean {
  const { callee } = node;
  if (callee.type === 'Identifier') return callee.name === 't';
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 't';
}

function hasDefault(node: Expression | undefined): boolean {
  return node?.type === 'ObjectExpression' && node.properties.some(
    (property) => property.type === 'ObjectProperty' && property.key.type === 'Identifier' && property.key.name === 'defaultValue');
}

/** Every key used in the code. The namespace is the file's `useTranslation`, or stands before a colon. */
export function usedKeys(): Used[] {
  const used: Used[] = [];
  for (const file of sourceFiles(['.ts', '.tsx'])) {
    const first = /useTranslation\(\[?'(\w+)'/.exec(read(file))?.[1] ?? 'frame';
    const namespaces = new Set([...read(file).matchAll(/useTranslation\(\[?(?:'(\w+)')?/g)].map((found) => found[1] ?? 'frame'));
    const note = (text: string, isOptional: boolean): void => {
      const [namespace, key] = text.includes(':') ? text.split(':', 2) as [string, string] : [namespaces.size > 1 ? '*' : first, text];
      used.push({ file, key, namespace, hasDefault: isOptional });
    };
    walk(file, (node) => {
      if (node.type === 'CallExpression' && isTranslate(node)) {
        for (const text of textsOf(node.arguments[0] as Node) ?? []) note(text, hasDefault(node.arguments[1] as Expression | undefined));
      }
      if (node.type === 'JSXAttribute' && node.name.name === 'i18nKey') {
        const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
        for (const text of textsOf(value as Node) ?? []) note(text, false);
      }
    });
  }
  return used;
}

const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'label', 'alt', 'description', 'text']);

/** Words that never change with the language. */
const NAMES = /^(Evergrow|Ctrl K|RFM|CSV|YAML|[\s\d\p{P}\p{S}]*)$/u;

/** Text written into JSX, as a child or as an attribute that is read out or shown. */
export function hardCoded(): string[] {
  const found: string[] = [];
  for (const file of sourceFiles(['.tsx'])) {
    walk(file, (node, parent) => {
      const line = node.loc?.start.line;
      if (node.type === 'JSXText' && /\p{L}/u.test(node.value) && !NAMES.test(node.value.trim()) && !isCode(parent)) found.push(`${file}:${line} ${node.value.trim()}`);
      if (node.type === 'JSXAttribute' && typeof node.name.name === 'string' && SPOKEN.has(node.name.name)) {
        const value = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value;
        for (const text of textsOf(value as Node) ?? []) {
          if (/\p{L}{2}/u.test(text.replaceAll('{}', '')) && !NAMES.test(text)) found.push(`${file}:${line} ${node.name.name}="${text}"`);
        }
      }
    });
  }
  return found;
}

/** What stands in <Code> is for machines. */
function isCode(parent: Node | null): boolean {
  if (parent?.type !== 'JSXElement') return false;
  const { name } = (parent as JSXElement).openingElement;
  return name.type === 'JSXIdentifier' && ['Code', 'code', 'Kbd', 'pre'].includes(name.name);
}
