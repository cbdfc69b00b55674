const DATE = /(?<![\w-])(\d{4}-\d{2}-\d{2})(?![\w-])/g;

/** The sentence with its dates written as the operator reads them. Noon, so that every time zone has the same day. */
export function dated(sentence: string, written: (instant: string) => string): string {
  return sentence.replace(DATE, (day) => (Number.isNaN(Date.parse(day)) ? day : written(`${day}T12:00:00Z`)));
}
