import { expect, test } from 'vitest';
import { sourceFiles } from './sources';
import { hardCoded, keysOf, usedKeys, withoutPlural } from './words';

const languages = [...new Set(sourceFiles(['.json']).filter((path) => path.startsWith('i18n/')).map((path) => path.split('/')[1]!))];
const english = keysOf('en');
const others = languages.filter((language) => language !== 'en');

test('there is a second language to compare with', () => {
  expect(others).toContain('ja');
});

test.each(others)('every key of English is there in %s, and no key beyond', (language) => {
  const here = new Set([...english.keys()].map(withoutPlural));
  const there = new Set([...keysOf(language).keys()].map(withoutPlural));
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
  const labels = sourceFiles(['routes.ts']);
  expect(labels.length).toBeGreaterThan(5);
  expect(english.has('frame:navigation.board')).toBe(true);
});

test('no text is written into JSX', () => {
  expect(hardCoded()).toEqual([]);
});
