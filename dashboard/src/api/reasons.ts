import { useTranslation } from 'react-i18next';
import { useFormats } from '../format';
import { dated } from './dated';
import { useStages, useStageTitle } from './maps';
import { REASONS } from './reasonPatterns';

/** Why a number is missing, in the operator's language where the sentence is known, else as the server says it. */
export function useReason(): (text: string | null | undefined) => string {
  const { t, i18n } = useTranslation(['frame', 'reasons']);
  const format = useFormats();
  const stages = useStages();
  const titleOf = useStageTitle();
  /** The server names stages by their title. */
  const translated = (title: string) => titleOf(stages.find((stage) => stage.title === title)?.id ?? title, title);
  return (text) => {
    if (!text) return t('unavailable');
    if (i18n.language === 'en') return dated(text, format.date);
    for (const { pattern, key } of REASONS) {
      const found = pattern.exec(text);
      if (!found) continue;
      const { date = '', ...titles } = found.groups ?? {};
      const named = Object.fromEntries(Object.entries(titles).map(([name, title]) => [name, translated(title)]));
      return dated(t(`reasons:${key}`, { ...named, date, defaultValue: text }), format.date);
    }
    return dated(text, format.date);
  };
}
