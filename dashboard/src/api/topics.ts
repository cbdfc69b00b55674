import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from './report';

/** What a topic is called in the operator's language: as its document says, else as it is known elsewhere, else its id. */
export function useTopicTitle(): (id: string, title?: string) => string {
  const { i18n } = useTranslation();
  const topics = useReport('/api/topics', {}, { isLive: false }).data?.topics;
  return useCallback((id, title) => {
    const topic = topics?.find((each) => each.id === id);
    return topic?.titles[i18n.language] ?? topic?.title ?? title ?? id;
  }, [topics, i18n.language]);
}
