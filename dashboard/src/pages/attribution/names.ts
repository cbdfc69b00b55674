import { useTranslation } from 'react-i18next';
import type { Credit, Model, VisitSource } from '../../api/attribution';

/** Sources that no model gives more to are left out where the models are compared: one order makes a big difference there. */
const LEAST_SHARE = 0.02;

/** A source's name: the channel, or the campaign within it. */
export function useSourceName(): (source: Pick<VisitSource, 'channel' | 'campaign'>) => string {
  const { t } = useTranslation('attribution');
  return ({ channel, campaign }) => {
    const named = t(`channel.${channel}`, { defaultValue: channel });
    if (campaign === null) return named;
    return `${named} · ${campaign === '*' ? t('rest') : campaign || t('none')}`;
  };
}

/** A step of a path, as the server writes it: `channel` or `channel/campaign`. */
export function stepOf(step: string): Pick<VisitSource, 'channel' | 'campaign'> {
  const [channel = '', ...rest] = step.split('/');
  return { channel, campaign: rest.length ? rest.join('/') : null };
}

export function creditOf(source: VisitSource, model: Model): Credit | undefined {
  return source.credits.find((credit) => credit.model === model);
}

export function shareOf(source: VisitSource, model: Model): number {
  return creditOf(source, model)?.share.value ?? 0;
}

/** Direct visits tell of no source. */
export function isDirect(source: Pick<VisitSource, 'channel'>): boolean {
  return source.channel === 'direct';
}

/** The source that a model gives most to; direct visits tell of none, so they count only where nothing else came. */
export function bestBy(sources: VisitSource[], model: Model): VisitSource | undefined {
  const told = sources.filter((source) => !isDirect(source) && shareOf(source, model) > 0);
  return (told.length ? told : sources).reduce<VisitSource | undefined>((best, source) => (!best || shareOf(source, model) > shareOf(best, model) ? source : best), undefined);
}

/** Where the models are furthest apart: the source, and the two models that give it least and most. */
export function furthestApart(sources: VisitSource[]): { source: VisitSource; low: Credit; high: Credit; gap: number } | null {
  let found: ReturnType<typeof furthestApart> = null;
  for (const source of sources) {
    const ordered = [...source.credits].sort((a, b) => (a.share.value ?? 0) - (b.share.value ?? 0));
    const [low, high] = [ordered[0], ordered[ordered.length - 1]];
    if (!low || !high || (high.share.value ?? 0) < LEAST_SHARE) continue;
    const gap = (high.share.value ?? 0) - (low.share.value ?? 0);
    if (!found || gap > found.gap) found = { source, low, high, gap };
  }
  return found;
}

/** What to say of where orders begin and end. Direct visits stand for it only where no other source has a part in the orders. */
export function findingOf(first: VisitSource, last: VisitSource): string {
  if (isDirect(first)) return isDirect(last) ? 'direct' : 'directFirst';
  if (isDirect(last)) return 'directLast';
  return first === last ? 'same' : 'differ';
}
