import { useTranslation } from 'react-i18next';

/** The closed list of `ingest/reasons.py` in the operator's language; a code not known here keeps the server's words. */

export function useReasonTitle(): (code: string, title: string) => string {
  const { t } = useTranslation('data');
  return (code, title) => t(`reason.${code}.title`, { defaultValue: title });
}

export function useReasonAdvice(): (code: string, advice: string | null) => string {
  const { t } = useTranslation('data');
  return (code, advice) => t(`reason.${code}.advice`, { defaultValue: advice ?? '' });
}
