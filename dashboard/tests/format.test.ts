import { expect, test } from 'vitest';
import { formats } from '../src/format';

const format = formats('en-US', 'USD', 'Asia/Tokyo');

test.each([[0.41, '41.0%'], [0.182, '18.2%'], [1, '100%'], [0, '0%'], [0.9998, '>99.9%'], [0.0002, '<0.1%'], [6.423, '642%']])('a measured share of %d reads %s', (share, text) => {
  expect(format.share(share)).toBe(text);
});

test('a target is as short as it goes', () => {
  expect(format.percent(0.45)).toBe('45%');
});

test.each([[1_234_500_000, '$1,234.50'], [0, '$0.00'], [-5_000_000, '-$5.00']])('%d micros are %s', (micros, text) => {
  expect(format.money(micros)).toBe(text);
});

test('yen have no cents', () => {
  expect(formats('ja', 'JPY').money(1_234_000_000)).toMatch(/1,234$/);
});

test('Japanese sets no space before a unit', () => {
  expect(formats('ja', 'JPY').days(30)).toBe('30日');
  expect(formats('ja', 'JPY').ago('2026-11-22T06:00:00Z', new Date('2026-11-22T06:30:00Z'))).toBe('30分前');
});

test('a tile shows at most three significant digits of a large number', () => {
  expect(format.unit(1_234_567, 'customers')).toBe('1.23M');
  expect(format.unit(18_420e6, 'money_micros')).toBe('$18.4K');
  expect(format.unit(8_412, 'customers')).toBe('8,412');
});

test('exact numbers stay exact', () => {
  expect(format.unit(1_234_567, 'customers', true)).toBe('1,234,567');
});

test.each([[38, '38 days'], [2.9, '2.9 days'], [0.25, '6 hours'], [0.01, '14 minutes'], [1000, '2.7 years']])('%d days read %s', (days, text) => {
  expect(format.days(days)).toBe(text);
});

test('an instant is written in the account zone', () => {
  expect(format.date('2011-01-31T20:00:00Z')).toBe('Feb 1, 2011');
});

test('a period is written with its last day, not the day after', () => {
  expect(formats('en-US', 'USD').span('2011-01-01T00:00:00Z', '2011-02-01T00:00:00Z')).toMatch(/Jan 1.+31, 2011/);
});
