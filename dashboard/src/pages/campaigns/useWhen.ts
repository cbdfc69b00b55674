import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf, scheduleOf, type When } from './document';

/** When a campaign goes out, in words. Its times are wall-clock times without a zone, so no zone is applied to them. */
export function useWhen(): (when: When) => string {
  const { t, i18n } = useTranslation(['campaigns', 'fields']);
  return useCallback((when) => {
    const zone = when.local ? t('campaigns:when.local') : t('campaigns:when.account');
    if (kindOf(when) === 'now') return t('campaigns:when.now');
    if (kindOf(when) === 'at') {
      const at = new Date(`${when.at!.replace(' ', 'T')}:00Z`);
      const words = Number.isNaN(at.getTime()) ? when.at! : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at);
      return t('campaigns:when.at', { at: words, zone });
    }
    const { every, on, time } = scheduleOf(when);
    if (every === 'week') return t('campaigns:when.week', { day: t(`fields:weekday.${on}`), time, zone });
    if (every === 'month') return t('campaigns:when.month', { day: on, time, zone });
    return t('campaigns:when.day', { time, zone });
  }, [t, i18n.language]);
}
