import { useTranslation } from 'react-i18next';
import type { SavedReport } from '../../api/saved';
import { useApartName } from '../../parts/pickers/ApartPicker';

/** How what a figure is of is called on a board, where the server has a code for it: a persona, a group of a segment. */
export function useItemName(): (report: SavedReport) => (group: string, item: string) => string {
  const { t } = useTranslation('personas');
  const inside = useApartName('segment:');
  const stage = useApartName('stage');
  return ({ ask }) => (group, item) => {
    const by = ask.by ?? ask.apart;
    if (group === 'cards') return t(`persona.${item}`, { defaultValue: item });
    if (group === 'groups' && by?.includes(':') && (item === 'in' || item === 'out')) return inside(item);
    return group === 'groups' && by === 'stage' ? stage(item) : item;
  };
}
