import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import frame from './en/frame.json';

/** Languages the dashboard speaks, each by its own name. A new one: a folder beside `en`, a line here. */
export const LANGUAGES = { en: 'English', ja: '日本語' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'evergrow-language';
const files = import.meta.glob<{ default: Record<string, unknown> }>(['./*/*.json', '!./en/frame.json']);

/** Loads a namespace only when a page asks for it. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (!load) return done(null, {});
    load().then(
      (file) => done(null, file.default),
      (error: unknown) => done(error as Error, false),
    );
  },
};

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && text in LANGUAGES;
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** What the operator chose, else the browser's language, else English. */
export function firstLanguage(): Language {
  const chosen = kept();
  if (isLanguage(chosen)) return chosen;
  for (const tag of navigator.languages ?? []) {
    const language = tag.split('-')[0];
    if (isLanguage(language)) return language;
  }
  return 'en';
}

export async function changeLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
  await i18next.changeLanguage(language);
}

export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => document.documentElement.setAttribute('lang', language));
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: 'en',
      supportedLngs: Object.keys(LANGUAGES),
      ns: ['frame'],
      defaultNS: 'frame',
      resources: { en: { frame } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}
