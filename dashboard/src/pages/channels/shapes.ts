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
