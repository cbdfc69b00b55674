import { expect, test } from 'vitest';
import { read, sourceFiles } from './sources';

const MOST_LINES = 250;

test('no file is longer than 250 lines', () => {
  const long = sourceFiles(['.ts', '.tsx', '.css'])
    .map((path) => ({ path, lines: read(path).split('\n').length }))
    .filter((file) => file.lines > MOST_LINES);
  expect(long).toEqual([]);
});

test('no file is named after nothing in particular', () => {
  const vague = sourceFiles(['.ts', '.tsx']).filter((path) => /(^|\/)(utils?|helpers?|common|service|manager|core)(\/|\.|$)/i.test(path));
  expect(vague).toEqual([]);
});
