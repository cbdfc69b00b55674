import type { Address } from '../../address';

/** What the server is asked by the page's address, besides the period and the segment. */
export function paramsOf(address: Address) {
  return { who: address.who === 'began' ? ('began' as const) : undefined, limit: address.limit };
}
