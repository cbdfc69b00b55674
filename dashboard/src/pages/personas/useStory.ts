import { useTranslation } from 'react-i18next';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { useFormats } from '../../format';
import { tellingOf, useNames } from './names';

const TOLD = 3;

/** A persona in a few sentences made of its figures. */
export function useStory(): (card: PersonaCard, report: PersonasReport) => string[] {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const names = useNames();
  return (card, report) => {
    const share = (value: number | null) => format.share(value ?? 0, 0);
    const count = card.customers.value ?? 0;
    if (!count) return [t('story.nobody')];
    const who = t(report.by === 'account' ? 'story.whoAccounts' : 'story.who', { count, customers: format.count(count), share: share(card.share.value) });
    const told = [who];
    if (card.revenue.value) {
      const money = (value: number | null) => format.moneyShort(value ?? 0, report.currency);
      told.push(t('story.value', { revenue: money(card.revenue.value), share: share(card.revenue_share.value), order: money(card.average_order.value) }));
    }
    const telling = tellingOf(card.groups).slice(0, TOLD);
    if (telling.length) {
      const list = format.list(telling.map(({ group, row }) => t(`phrase.${group.kind}`, { name: group.name, value: names.ofValue(group.kind, row.value), share: share(row.share.value), rest: share(row.rest) })));
      told.push(t('story.telling', { list }));
    }
    const stop = card.stops[0];
    if (stop) told.push(t('story.stop', { what: names.ofValue('stop', stop.value), share: share(stop.share.value) }));
    return told;
  };
}
