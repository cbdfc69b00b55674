import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/lifecycle';
import type { TrendMark } from '../../charts/TrendMarks';
import { useFormats } from '../../format';

/** When the map was changed, or another chosen, while the trends ran, in words. */
export function useMapMarks(board: Board): TrendMark[] {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  return board.map_changes.map(({ at, name, version, by, is_choice }) => {
    const what = is_choice ? 'trends.mapChosen' : 'trends.mapChanged';
    return { at, text: t(by ? `${what}By` : what, { date: format.date(at), name, version, by }) };
  });
}
