import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REASONS } from '../src/api/reasonPatterns';
import { read, sourceFiles, SRC } from './sources';
import { hardCoded, keysOf, usedKeys, withoutPlural } from './words';

/** English comes from the server here; the other languages translate it. */
const SERVER_WORDS = /^(definitions|hints|reasons|problems):/;

const languages = [...new Set(sourceFiles(['.json']).filter((path) => path.startsWith('i18n/')).map((path) => path.split('/')[1]!))];
const english = keysOf('en');
const others = languages.filter((language) => language !== 'en');

test('there is a second language to compare with', () => {
  expect(others).toContain('ja');
});

test.each(others)('every key of English is there in %s, and no key beyond', (language) => {
  const here = new Set([...english.keys()].map(withoutPlural));
  const there = new Set([...keysOf(language).keys()].filter((key) => !SERVER_WORDS.test(key)).map(withoutPlural));
  expect({ missing: [...here].filter((key) => !there.has(key)), beyond: [...there].filter((key) => !here.has(key)) })
    .toEqual({ missing: [], beyond: [] });
});

test.each(languages)('every plural of %s has the forms its language needs', (language) => {
  const keys = [...keysOf(language).keys()];
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const plurals = new Set(keys.filter((key) => /_(zero|one|two|few|many|other)$/.test(key)).map(withoutPlural));
  const missing = [...plurals].flatMap((key) => needed.map((form) => `${key}_${form}`)).filter((key) => !keys.includes(key));
  expect(missing).toEqual([]);
});

test.each(others)('%s fills the same holes as English', (language) => {
  const holes = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]!))].sort().join();
  const wrong = [...keysOf(language)]
    .filter(([key, text]) => {
      const source = english.get(key) ?? english.get(`${withoutPlural(key)}_other`);
      return source !== undefined && holes(source) !== holes(text);
    })
    .map(([key]) => key);
  expect(wrong).toEqual([]);
});

test('every key the code uses is defined', () => {
  const defined = new Set([...english.keys()].map(withoutPlural));
  const exists = (namespace: string, key: string) => {
    if (!key.includes('{}')) return namespace === '*' ? [...defined].some((each) => each.endsWith(`:${key}`)) : defined.has(`${namespace}:${key}`);
    const shape = new RegExp(`^${namespace === '*' ? '\\w+' : namespace}:${key.split('{}').map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('.+')}$`);
    return [...defined, ...english.keys()].some((each) => shape.test(each));
  };
  const undefinedKeys = usedKeys()
    .filter((use) => !use.hasDefault && !exists(use.namespace, use.key))
    .map((use) => `${use.file}: ${use.namespace}:${use.key}`);
  expect(undefinedKeys).toEqual([]);
});

test('every page of the navigation has a name', () => {
  const labels = sourceFiles(['routes.ts']).flatMap((file) => [...read(file).matchAll(/label: '(\w+)'/g)].map((found) => found[1]!));
  expect(labels).toContain('board');
  expect(labels.filter((label) => !english.has(`frame:navigation.${label}`))).toEqual([]);
});

test.each(others)('%s translates every definition of a number and every reason why one is missing', (language) => {
  const folder = join(SRC, '../../src/evergrow/measure/metrics');
  const server = readdirSync(folder).filter((file) => /^definitions\w*\.py$/.test(file)).map((file) => readFileSync(join(folder, file), 'utf8')).join();
  const keys = [...server.matchAll(/key="(\w+)"/g)].map((found) => found[1]!);
  const known = keysOf(language);
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => !known.has(`definitions:${key}.title`) || !known.has(`definitions:${key}.text`))).toEqual([]);
  expect(REASONS.filter((reason) => !known.has(`reasons:${reason.key}`))).toEqual([]);
});

test('no text is written into JSX', () => {
  expect(hardCoded()).toEqual([]);
});
