import { useTranslation } from 'react-i18next';
import type { ProblemPart } from './client';

/** A problem in the operator's language. */
export interface ProblemText {
  title: string;
  /** What the server says, in English: it names the very value that was refused. Null where the title says it all (`isWhole`). */
  detail: string | null;
  next: string | null;
}

/** `http.404` is told as any `http.…` where it has no words of its own. */
function keysOf(code: string): string[] {
  return [code, `${code.split('.')[0]}.any`];
}

/** Says a problem by its code. English comes from the server as it is; a code without translation stays English. */
export function useProblemText(): (part: ProblemPart) => ProblemText {
  // Words that have not come yet must not empty the page: the English ones stand until then.
  const { t, i18n } = useTranslation('problems', { useSuspense: false });
  return ({ code, what, next_step }) => {
    const key = i18n.language === 'en' ? undefined : keysOf(code).find((each) => i18n.exists(`problems:${each}.title`));
    if (!key) return { title: what, detail: null, next: next_step || null };
    const next = i18n.exists(`problems:${key}.next`) ? t(`problems:${key}.next`, { defaultValue: '' }) : next_step;
    const detail = i18n.exists(`problems:${key}.isWhole`) ? null : what || null;
    return { title: t(`problems:${key}.title`, { defaultValue: what }), detail, next: next || null };
  };
}
