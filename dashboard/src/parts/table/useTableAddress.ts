import { useAddress } from '../../address';
import type { TableState } from './columns';

/** A server-side table's state in the address: `sort`, `order`, `offset`. */
export function useTableAddress(first: { sort: string; order: 'asc' | 'desc' }, limit = 50): [TableState, (state: TableState) => void] {
  const [address, change] = useAddress();
  const state: TableState = {
    limit,
    offset: Math.max(0, Number.parseInt(address.offset ?? '0', 10) || 0),
    sort: address.sort ?? first.sort,
    order: address.order === 'asc' || address.order === 'desc' ? address.order : first.order,
  };
  return [
    state,
    (next) => change({
      sort: next.sort === first.sort && next.order === first.order ? undefined : (next.sort ?? undefined),
      order: next.sort === first.sort && next.order === first.order ? undefined : next.order,
      offset: next.offset ? String(next.offset) : undefined,
    }),
  ];
}
