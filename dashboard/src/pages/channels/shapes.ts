/** What the API answers about channels, guards and topics. */
import type { Shape } from '../../api/contract';

export type Kind = Shape<'ChannelKindShown'>;
export type Field = Shape<'ChannelField'>;
export type Connection = Shape<'ConnectionShown'>;
export type Guards = Shape<'GuardsShown'>;
export type Topic = Shape<'TopicShown'>;

/** The part of yesterday's and today's tries that came to nothing; null where nothing was tried. */
export function failureShare({ sent, failed, unknown }: Connection['tries']): number | null {
  const ended = sent + failed + unknown;
  return ended ? (failed + unknown) / ended : null;
}

export type Standing = 'paused' | 'broken' | 'quiet' | 'failing' | 'on';

/** How a connection does, in a word: a check that failed counts until something newer is known. */
export function standingOf({ is_paused, health, tries }: Connection): Standing {
  const share = failureShare(tries);
  if (is_paused) return 'paused';
  if (health && !health.is_well) return 'broken';
  if (share === null) return health ? 'on' : 'quiet';
  return share > 0.05 ? 'failing' : 'on';
}

export const STANDING_COLORS: Record<Standing, string> = { paused: 'gray', broken: 'red', quiet: 'gray', failing: 'red', on: 'evergreen' };
