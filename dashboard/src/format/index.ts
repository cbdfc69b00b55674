import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../api/session';
import type { Unit } from '../api/figures';

/** Numbers, money and dates in the operator's locale, the account's currency and its time zone. */

export interface Formats {
  locale: string;
  currency: string;
  /** A whole number: `12,345`. */
  count: (value: number) => string;
  /** As many digits after the point as asked for, one by itself: `3.4`. */
  decimal: (value: number, digits?: number) => string;
  /** At most three significant digits for tiles: `12.3K`. */
  short: (value: number) => string;
  /** 0.41 -> `41.0%`: measured, so the digits stay. */
  share: (value: number, digits?: number) => string;
  /** 0.4 -> `40%`: set by people (targets, axes), as short as it goes. */
  percent: (value: number) => string;
  /** A signed difference of two shares in points: `+1.3 pts`. */
  points: (difference: number) => string;
  /** A signed relative change: 0.031 -> `+3.1%`. */
  change: (value: number) => string;
  /** Micros to exact money: `$1,234.50`. */
  money: (micros: number, currency?: string) => string;
  /** Micros to short money: `$1.23M`. */
  moneyShort: (micros: number, currency?: string) => string;
  /** Money on an axis, without cents where whole: `$80`. */
  moneyTick: (micros: number, currency?: string) => string;
  /** A length of time in days, in words: `38 days`, `5 hours`, `1.2 years`. */
  days: (days: number) => string;
  date: (instant: string | Date) => string;
  /** `Feb 2011`. */
  month: (instant: string | Date) => string;
  /** `14 Feb`. */
  day: (instant: string | Date) => string;
  dateTime: (instant: string | Date) => string;
  time: (instant: string | Date) => string;
  /** Hours and minutes: `14:02`. */
  clock: (instant: string | Date) => string;
  /** `3 minutes ago`. */
  ago: (instant: string | Date, now?: Date) => string;
  /** First and last day of a period whose end is exclusive: `Feb 1 – 28, 2011`. */
  span: (start: string | Date, end: string | Date) => string;
  /** A figure's value by its unit; `exact` for tables and hover, short for tiles. */
  unit: (value: number, unit: Unit, exact?: boolean, currency?: string) => string;
  list: (items: string[]) => string;
}

/** The browser's regional variant of the chosen language (en-GB), else the language itself. */
export function localeOf(language: string): string {
  const regional = globalThis.navigator?.languages?.find((tag) => tag.split('-')[0] === language);
  return regional ?? language;
}

function instantOf(value: string | Date): Date {
  return value instanceof Date ? value : new Date(value);
}

function daysIn(locale: string, days: number): string {
  const [amount, unit]: [number, string] =
    days >= 730 ? [days / 365.25, 'year']
    : days >= 1 ? [days, 'day']
    : days * 24 >= 1 ? [days * 24, 'hour']
    : [days * 1440, 'minute'];
  const digits = amount < 10 && amount % 1 >= 0.05 ? 1 : 0;
  const text = new Intl.NumberFormat(locale, {
    style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: digits,
  }).format(amount);
  return closed(locale, text);
}

/** `30 分前` -> `30分前`: the data of browsers sets a space that Japanese does not. */
function closed(locale: string, text: string): string {
  return locale.startsWith('ja') ? text.replaceAll(/[ \u00a0\u202f]/g, '') : text;
}

function agoIn(locale: string, instant: Date, now: Date): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = (instant.getTime() - now.getTime()) / 1000;
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [
    [60, 'second'], [3600, 'minute'], [86_400, 'hour'], [2_592_000, 'day'], [31_557_600, 'month'], [Infinity, 'year'],
  ];
  let size = 1;
  for (const [limit, unit] of steps) {
    if (Math.abs(seconds) < limit) return closed(locale, relative.format(Math.round(seconds / size), unit));
    size = limit;
  }
  return relative.format(0, 'second');
}

export function formats(locale: string, currency: string, zone = 'UTC'): Formats {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const count = number({ maximumFractionDigits: 2 });
  const short = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const small = number({ maximumSignificantDigits: 3 });
  const signed = number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const plain = number({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const day = date({ dateStyle: 'medium' });
  const monthDay = date({ month: 'short', day: 'numeric' });
  const month = date({ month: 'short', year: 'numeric' });
  const dateTime = date({ dateStyle: 'medium', timeStyle: 'short' });
  const time = date({ timeStyle: 'medium' });
  const clock = date({ timeStyle: 'short' });
  const money = (micros: number, of = currency, options: Intl.NumberFormatOptions = {}) =>
    number({ style: 'currency', currency: of, ...options }).format(micros / 1e6);
  const self: Formats = {
    locale,
    currency,
    count: (value) => count.format(value),
    decimal: (value, digits = 1) => number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    short: (value) => (Math.abs(value) < 10_000 ? (value % 1 ? small : count).format(value) : short.format(value)),
    share: (value, digits = 1) => {
      // Almost nobody is not nobody, almost all are not all.
      const least = 10 ** -(digits + 2);
      if (value > 0 && value < least / 2) return `<${self.share(least, digits)}`;
      if (value < 1 && value > 1 - least / 2) return `>${self.share(1 - least, digits)}`;
      const kept = value === 0 || value >= 1 ? 0 : digits;
      return number({ style: 'percent', minimumFractionDigits: kept, maximumFractionDigits: kept }).format(value);
    },
    percent: (value) => number({ style: 'percent', maximumFractionDigits: 1 }).format(value),
    points: (difference) => i18next.t('frame:points', { value: plain.format(difference * 100) }),
    change: (value) => signed.format(value),
    money,
    moneyShort: (micros, of = currency) =>
      Math.abs(micros) < 10_000e6
        ? money(micros, of, Math.abs(micros) >= 100e6 ? { maximumFractionDigits: 0 } : {})
        : money(micros, of, { notation: 'compact', maximumSignificantDigits: 3 }),
    moneyTick: (micros, of = currency) =>
      money(micros, of, micros % 1e6 === 0 ? { notation: 'compact', maximumFractionDigits: 1 } : {}),
    days: (days) => daysIn(locale, days),
    date: (instant) => day.format(instantOf(instant)),
    month: (instant) => month.format(instantOf(instant)),
    day: (instant) => monthDay.format(instantOf(instant)),
    dateTime: (instant) => dateTime.format(instantOf(instant)),
    time: (instant) => time.format(instantOf(instant)),
    clock: (instant) => clock.format(instantOf(instant)),
    ago: (instant, now = new Date()) => agoIn(locale, instantOf(instant), now),
    span: (start, end) => {
      const last = new Date(Math.max(instantOf(start).getTime(), instantOf(end).getTime() - 1));
      return day.formatRange(instantOf(start), last);
    },
    unit: (value, unit, exact = false, of = currency) => {
      if (unit === 'share') return self.share(value, exact ? 2 : 1);
      if (unit === 'days') return self.days(value);
      if (unit === 'money_micros') return exact ? self.money(value, of) : self.moneyShort(value, of);
      return exact ? self.count(value) : self.short(value);
    },
    list: (items) => new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(items),
  };
  return self;
}

/** Formats of the current language and account; the same object until one of them changes. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const account = useAccount().data;
  const currency = account?.currency ?? 'USD';
  const zone = account?.time_zone ?? 'UTC';
  const language = i18n.language;
  return useMemo(() => formats(localeOf(language), currency, zone), [language, currency, zone]);
}
