/** What documents call themselves in the operator's language, where it is known in several. */

type Words = Record<string, string>;
interface Titled { title: string; titles: Words; description?: string; descriptions?: Words }

function isTitled(one: unknown): one is Titled {
  return typeof one === 'object' && one !== null && 'title' in one && 'titles' in one;
}

function said<T>(one: T, language: string): T {
  if (!isTitled(one)) return one;
  const { title, titles, description, descriptions } = one;
  return { ...one, title: titles[language] ?? title, ...(descriptions ? { description: descriptions[language] ?? description } : {}) };
}

const KEPT = new Map<string, <T>(answer: T) => T>();

/** For an answer that is such a document or a list of them; any other stays as it is. The same function for the same language. */
export function inLanguage(language: string): <T>(answer: T) => T {
  const kept = KEPT.get(language);
  if (kept) return kept;
  const made = <T>(answer: T): T => (Array.isArray(answer) ? (answer.map((one: unknown) => said(one, language)) as T) : said(answer, language));
  KEPT.set(language, made);
  return made;
}
