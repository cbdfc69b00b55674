import type { Address } from '../../address';

const BETWEEN = '~';
/** Nobody's event: stands in the address where no event is left out. */
const NONE = '-';
export const QUIETS = ['5 minutes', '30 minutes', '2 hours', '1 day'] as const;
export const STEPS = ['2', '3', '4', '5', '6', '8'] as const;

/** Of how many periods before the tables draw a line. */
export const EARLIER = 6;

/** What the server is asked; what the address does not say is so by itself. */
export function paramsOf(address: Address) {
  const without = address.without?.split(BETWEEN).filter(Boolean);
  return {
    event: address.event,
    direction: address.way === 'before' ? ('before' as const) : undefined,
    steps: address.deep ? Number(address.deep) : undefined,
    quiet: address.quiet,
    without: without?.map((name) => (name === NONE ? '' : name)),
  };
}

/** The address of a list of events to look through. */
export function withoutText(names: string[]): string {
  return names.length > 0 ? names.join(BETWEEN) : NONE;
}
