/** What can be chosen for the account: the browser knows currencies and zones, and their names in the operator's language. */

export interface Option {
  value: string;
  label: string;
}

/** Where Evergrow's texts and its neighbors' are read; any other locale stays choosable once it is set. */
const LOCALES = [
  'en-US', 'en-GB', 'ja-JP', 'ko-KR', 'fr-FR', 'pl-PL', 'de-DE', 'es-ES', 'es-MX', 'it-IT', 'nl-NL', 'pt-BR',
  'pt-PT', 'sv-SE', 'da-DK', 'fi-FI', 'nb-NO', 'cs-CZ', 'tr-TR', 'uk-UA', 'zh-CN', 'zh-TW', 'hi-IN', 'id-ID',
  'th-TH', 'vi-VN', 'ar-AE', 'he-IL',
];

/** The browser's list, with the value that is set even where the browser does not know it. */
function withCurrent(values: string[], current: string): string[] {
  return values.includes(current) || !current ? values : [current, ...values];
}

export function currencyOptions(language: string, current: string): Option[] {
  const names = new Intl.DisplayNames(language, { type: 'currency', fallback: 'code' });
  return withCurrent(Intl.supportedValuesOf('currency'), current).map((code) => ({
    value: code,
    label: named(code, () => names.of(code)),
  }));
}

export function localeOptions(language: string, current: string): Option[] {
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  return withCurrent(LOCALES, current).map((tag) => ({ value: tag, label: named(tag, () => names.of(tag)) }));
}

export function zoneOptions(current: string): Option[] {
  return withCurrent(withCurrent(Intl.supportedValuesOf('timeZone'), 'UTC'), current).map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }));
}

/** What the clock shows there; null for a zone the browser does not know. */
export function clockIn(zone: string, language: string, now = new Date()): string | null {
  try {
    return new Intl.DateTimeFormat(language, { timeZone: zone, weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(now);
  } catch {
    return null;
  }
}

/** `Euro (EUR)`; the code alone where it has no name or is none. */
function named(code: string, nameOf: () => string | undefined): string {
  try {
    const name = nameOf();
    return name && name !== code ? `${name} (${code})` : code;
  } catch {
    return code;
  }
}
