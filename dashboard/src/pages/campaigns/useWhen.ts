import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf, scheduleOf, type Campaign, type When } from './document';

function clockWords(text: string, language: string): string {
  const at = new Date(`${text.replace(' ', 'T').slice(0, 16)}:00Z`);
  return Number.isNaN(at.getTime()) ? text : new Intl.DateTimeFormat(language, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(at);
}

/** The next time that a campaign goes out, by the customers' clocks or the account's; null where none is to come. */
export function useNext(): (next: Campaign['next']) => string | null {
  const { t, i18n } = useTranslation('campaigns');
  return useCallback((next) => next && t('when.at', { at: clockWords(next.at, i18n.language), zone: t(next.is_local ? 'when.local' : 'when.account') }), [t, i18n.language]);
}

/** When a campaign goes out, in words. Its times are wall-clock times without a zone, so no zone is applied to them. */
export function useWhen(): (when: When) => string {
  const { t, i18n } = useTranslation(['campaigns', 'fields']);
  return useCallback((when) => {
    const zone = when.local ? t('campaigns:when.local') : t('campaigns:when.account');
    if (kindOf(when) === 'now') return t('campaigns:when.now');
    if (kindOf(when) === 'at') {
      return t('campaigns:when.at', { at: clockWords(when.at!, i18n.language), zone });
    }
    const { every, on, time } = scheduleOf(when);
    if (every === 'week') return t('campaigns:when.week', { day: t(`fields:weekday.${on}`), time, zone });
    if (every === 'month') return t('campaigns:when.month', { day: on, time, zone });
    return t('campaigns:when.day', { time, zone });
  }, [t, i18n.language]);
}
