import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, sourceFiles, SRC } from './sources';
import { keysOf } from './words';

/** Every code of a refusal stands in the reference; what the dashboard can meet is said in each language but the server's own. */

/** Only a library's caller, the command line, a sender of events, a provider that reports or a page of the brand meets these: whole groups, or single codes. */
const ELSEWHERE = new Set([
  'table', 'report', 'inbox.unsigned', 'web_push.too_large',
  'data', 'definitions', 'demo', 'serve', 'settings', 'secret', 'batch', 'record', 'rehearsal',
  'request.broken_gzip', 'request.unknown_address', 'request.unknown_encoding', 'request.wrong_method',
]);

const page = readFileSync(join(SRC, '../../docs/reference/errors.md'), 'utf8').split('\n## ')[0]!;
/** `http.…`, of which every code begins alike, is `http.any`. */
const codes = [...page.matchAll(/^\| `([a-z_]+\.(?:[a-z_]+|…))` \|/gm)].map((found) => found[1]!.replace('…', 'any'));
const languages = sourceFiles(['problems.json']).map((path) => path.split('/')[1]!);
const others = [...new Set(sourceFiles(['frame.json']).map((path) => path.split('/')[1]!))].filter((language) => language !== 'en');

const met = codes.filter((code) => !ELSEWHERE.has(code) && !ELSEWHERE.has(code.split('.')[0]!));

test('the reference lists the codes', () => {
  expect(codes.length).toBeGreaterThan(50);
  expect(codes).toContain('session.missing');
});

test('every language but English has words for problems', () => {
  expect(languages.sort()).toEqual([...others].sort());
});

test.each(others)('%s says every problem that the dashboard can meet', (language) => {
  const known = keysOf(language);
  expect(met.filter((code) => !known.has(`problems:${code}.title`))).toEqual([]);
});

test.each(others)('%s says no problem that is gone', (language) => {
  const said = Object.entries(JSON.parse(read(`i18n/${language}/problems.json`)) as Record<string, object>)
    .flatMap(([group, names]) => Object.keys(names).map((name) => `${group}.${name}`));
  const isThere = (code: string) => codes.includes(code)
    || codes.includes(`${code.split('.')[0]}.any`)
    || (code.endsWith('.any') && codes.some((each) => each.startsWith(code.replace('any', ''))));
  expect(said.filter((code) => !isThere(code))).toEqual([]);
});

test.each(others)('%s leaves the English words out only where they name no value', (language) => {
  const words = JSON.parse(read(`i18n/${language}/problems.json`)) as Record<string, Record<string, { isWhole?: boolean }>>;
  const whole = Object.entries(words).flatMap(([group, names]) => Object.keys(names).filter((name) => names[name]!.isWhole).map((name) => `${group}.${name}`));
  const said = new Map([...page.matchAll(/^\| `([a-z_.]+)` \| (.*?) \|/gm)].map((found) => [found[1]!, found[2]!]));
  expect(whole.length).toBeGreaterThan(10);
  expect(whole.filter((code) => said.get(code)?.includes('…') ?? true)).toEqual([]);
});
