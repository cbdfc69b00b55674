import { parse } from '@babel/parser';
import type { Node } from '@babel/types';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const SRC = join(import.meta.dirname, '..', 'src');

/** Every source file that people write, by its path below `src`. */
export function sourceFiles(endings: string[]): string[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/generated') && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(SRC, join(entry.parentPath, entry.name)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(SRC, path), 'utf8');
}

const trees = new Map<string, Node>();

function treeOf(path: string): Node {
  const known = trees.get(path);
  if (known) return known;
  const tree = parse(read(path), { sourceType: 'module', plugins: ['typescript', 'jsx'] }).program;
  trees.set(path, tree);
  return tree;
}

/** Calls back on every node of a file's syntax tree. */
export function walk(path: string, visit: (node: Node, parent: Node | null) => void): void {
  const go = (node: Node, parent: Node | null): void => {
    visit(node, parent);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (child && typeof child === 'object' && typeof (child as Node).type === 'string') go(child as Node, node);
      }
    }
  };
  go(treeOf(path), null);
}
