import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';

interface Said { text: string; sentence: { en: string; ja: string } | null }

/** Conditions about customers in the operator's words; a text that is not read yet, or cannot be, stays as it is. */
export function useSaid(texts: string[]): (text: string) => string {
  const { i18n } = useTranslation();
  const language = i18n.language === 'ja' ? 'ja' : 'en';
  const combine = useCallback((answers: UseQueryResult<Said>[]): Record<string, string> => (
    Object.fromEntries(answers.flatMap(({ data }) => (data?.sentence ? [[data.text, data.sentence[language]]] : [])))
  ), [language]);
  const said = useQueries({
    queries: [...new Set(texts.filter((text) => text.trim() !== ''))].map((text) => ({
      queryKey: ['/api/conditions/read', 'customer', text, 'said'],
      queryFn: async (): Promise<Said> => ({ text, sentence: (await api.post('/api/conditions/read', { text, of: 'customer' })).sentence }),
      staleTime: Infinity,
    })),
    combine,
  });
  return useCallback((text) => said[text] ?? text, [said]);
}
