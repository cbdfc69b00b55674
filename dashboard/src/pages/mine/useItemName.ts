import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import type { Deviation } from '../../api/conformance';
import type { SavedReport } from '../../api/saved';
import { useFormats } from '../../format';
import { useApartName } from '../../parts/pickers/ApartPicker';
import { useSourceName } from '../attribution/names';
import { useDeviationName } from '../conformance/useNames';
import type { Found } from './figures';
import { useFigureName } from './useAnswer';

/** How what a figure is of is called on a board, where the server has a code for it: a persona, a group of a segment, a move. */
export function useItemName(): (report: SavedReport) => (group: string, item: string) => string {
  const { t } = useTranslation(['personas', 'predictions', 'saved']);
  const format = useFormats();
  const stageTitle = useStageTitle();
  const deviationName = useDeviationName();
  const sourceName = useSourceName();
  const inside = useApartName('segment:');
  const stage = useApartName('stage');
  return ({ ask }) => (group, item) => {
    const by = ask.by ?? ask.apart;
    if (group === 'cards') return t(`personas:persona.${item}`, { defaultValue: item });
    if (group === 'models') return t(`saved:model.${item}`, { defaultValue: item });
    if (group === 'thresholds') return t('predictions:thresholds.from', { share: format.share(Number(item), 0) });
    if (group === 'deviations') return deviationName(placesOf(item));
    if (group === 'sources') return sourceName(partsOf(item));
    if (group === 'moves') return item.split(' → ').map((stage) => stageTitle(stage)).join(' → ');
    if (group === 'groups' && by?.includes(':') && (item === 'in' || item === 'out')) return inside(item);
    return group === 'groups' && by === 'stage' ? stage(item) : item;
  };
}

/** How a figure of a report is called in full: what it is of, then its definition's title. */
export function useFoundName(report: SavedReport): (found: Found) => string {
  const name = useFigureName();
  const itemName = useItemName()(report);
  return (found) => (found.item === null ? name(found) : `${itemName(found.group, found.item)} · ${name(found)}`);
}

/** A source as `figures` names it: `channel`, or `channel / campaign`. */
function partsOf(name: string): { channel: string; campaign: string | null } {
  const [channel = '', ...campaign] = name.split(' / ');
  return { channel, campaign: campaign.length ? campaign.join(' / ') : null };
}

/** A deviation's id, `left:conversion>lapsed`, taken apart. */
export function placesOf(id: string): Pick<Deviation, 'kind' | 'source' | 'target'> {
  const [kind = '', places = ''] = id.split(':');
  const [first = '', second] = places.split('>');
  if (kind === 'skipped') return { kind, source: null, target: first };
  return { kind: kind as Deviation['kind'], source: first || null, target: second ?? null };
}
