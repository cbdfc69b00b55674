import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/contract';
import { useFormats } from '../format';
import type { TrendMark } from './TrendMarks';

/** When the map was changed, or another chosen, while the trends ran, in words. */
export function useMapMarks(changes: Shape<'MapChange'>[]): TrendMark[] {
  const { t } = useTranslation();
  const format = useFormats();
  return changes.map(({ at, name, version, by, is_choice }) => {
    const what = is_choice ? 'marks.mapChosen' : 'marks.mapChanged';
    return { at, text: t(by ? `${what}By` : what, { date: format.date(at), name: t(`map.${name}`, { defaultValue: name }), version, by }) };
  });
}
