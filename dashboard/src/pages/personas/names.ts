import { useTranslation } from 'react-i18next';
import type { Characteristic, CharacteristicGroup } from '../../api/personas';

type Kind = CharacteristicGroup['kind'];

function displayed(locale: string, type: 'region' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames([locale], { type }).of(code) ?? code;
  } catch {
    return code; // not a code: as it was stated
  }
}

/** What a kind of characteristic and its values are called. */
export function useNames(): { ofKind: (group: { kind: Kind; name: string }) => string; ofValue: (kind: Kind, value: string) => string } {
  const { t, i18n } = useTranslation('personas');
  const ofValue = (kind: Kind, value: string): string => {
    if (kind === 'country') return displayed(i18n.language, 'region', value);
    if (kind === 'language') return displayed(i18n.language, 'language', value);
    if (kind === 'age') return t('age', { from: value, to: Number(value) + 9 });
    if (kind === 'channel') return t(`attribution:channel.${value}`, { defaultValue: value });
    if (kind === 'device') return t(`device.${value}`, { defaultValue: value });
    if (kind === 'hours') return t(`hours.${value}`, { defaultValue: value });
    if (kind === 'weekday') return t(`weekday.${value}`, { defaultValue: value });
    if (kind === 'gender') return t(`gender.${value}`, { defaultValue: value });
    if (kind === 'stop') return t(`stop.${value}`, { defaultValue: value });
    if (kind === 'last_step' && value === 'page') return t('pageSeen');
    return value;
  };
  return { ofKind: ({ kind, name }) => (kind === 'trait' ? name : t(`kind.${kind}`, { defaultValue: name })), ofValue };
}

/** What tells a persona from the others, the clearest first. What was done last says little but what the rule says already. */
export function tellingOf(groups: CharacteristicGroup[]): { group: CharacteristicGroup; row: Characteristic }[] {
  return groups
    .filter((group) => group.kind !== 'last_step')
    .flatMap((group) => group.rows.filter((row) => row.is_telling).map((row) => ({ group, row })))
    .sort((a, b) => (b.row.difference_low ?? 0) - (a.row.difference_low ?? 0));
}
