import { useTranslation } from 'react-i18next';

/** A message held back by it carries as its detail why the address is there. */
export const ON_THE_LIST = 'on_suppression_list';

/** What became of a message, in the operator's language; a reason without words is told as the server says it. */
export function useOutcome() {
  const { t } = useTranslation(['outcome', 'suppressions']);
  const plain = (code: string) => code.replaceAll('_', ' ');
  return {
    suppressed: (reason: string) => t(`suppressed.${reason}`, { defaultValue: plain(reason) }),
    failed: (reason: string) => t(`failed.${reason}`, { defaultValue: plain(reason) }),
    waits: (reason: string) => t(`waits.${reason}`, { defaultValue: plain(reason) }),
    status: (status: string) => t(`status.${status}`, { defaultValue: status }),
    channel: (channel: string) => t(`channel.${channel}`, { defaultValue: channel }),
    ended: (reason: string) => t(`ended.${reason}`, { defaultValue: plain(reason) }),
    /** Why a message is where it is, in a sentence; nothing for one that was sent. */
    why: (message: { status: string; reason: string | null; waits_for: string | null; detail?: string | null }) => {
      if (message.reason === ON_THE_LIST && message.detail) {
        const listed = t(`suppressions:reason.${message.detail}`, { defaultValue: '' });
        return t('suppressed.listed', { because: listed || plain(message.detail) });
      }
      if (message.status === 'suppressed' && message.reason) return t(`suppressed.${message.reason}`, { defaultValue: plain(message.reason) });
      if (message.status === 'unknown') return t('failed.unknown');
      if (message.status === 'failed' && message.reason) return t(`failed.${message.reason}`, { defaultValue: plain(message.reason) });
      if (message.waits_for) return t(`waits.${message.waits_for}`, { defaultValue: plain(message.waits_for) });
      return null;
    },
  };
}
