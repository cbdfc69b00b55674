import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/lifecycle';
import type { TrendMark } from '../../charts/TrendMarks';
import { useFormats } from '../../format';

/** When the map was changed while the trends ran, in words. */
export function useMapMarks(board: Board): TrendMark[] {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  return board.map_changes.map(({ at, version, by }) => ({
    at,
    text: t(by ? 'trends.mapChangedBy' : 'trends.mapChanged', { date: format.date(at), version, by }),
  }));
}
