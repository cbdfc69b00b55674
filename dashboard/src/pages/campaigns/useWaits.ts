import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import type { Campaign } from './document';

const KNOWN = ['quiet_hours', 'best_hour', 'throttle', 'retry'];

/** What a campaign's messages wait for and until when the last of them may, in a sentence that `lead` begins; null where none waits. */
export function useWaits(): (campaign: Campaign, lead?: boolean) => string | null {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  return ({ waits_for, waits_until }, lead = true) => {
    const parts = Object.entries(waits_for).sort(([, one], [, other]) => other - one)
      .map(([reason, count]) => t(`waits.${KNOWN.includes(reason) ? reason : 'turn'}`, { count, formatted: format.count(count) }));
    if (parts.length === 0) return null;
    const isLater = waits_until !== null && Date.parse(waits_until) > Date.now();
    const said = { parts: parts.join(t('waits.and')), until: isLater ? format.dateTime(waits_until) : '' };
    const waits = t(isLater ? 'waits.until' : 'waits.now', said);
    return lead ? t('waits.sending', { waits }) : waits;
  };
}
