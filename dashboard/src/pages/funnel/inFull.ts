import type { FunnelStep } from '../../api/funnel';

/** A step's event with its condition: who gave five stars did not skip the review. */
export function inFull({ event, text }: Pick<FunnelStep, 'event' | 'text'>): string {
  const place = text.indexOf(' where (');
  return place < 0 ? event : event + text.slice(place);
}
