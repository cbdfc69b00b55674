import { useTranslation } from 'react-i18next';

/** What customers did at a step, in words that fit into a sentence. */
export function useWords() {
  const { t } = useTranslation('funnel');
  return {
    /** `viewed a product` */
    done: (event: string) => t(`done.${event}`, { defaultValue: t('doneOther', { event }) }),
    /** `add one to the cart` */
    todo: (event: string) => t(`todo.${event}`, { defaultValue: t('todoOther', { event }) }),
  };
}
