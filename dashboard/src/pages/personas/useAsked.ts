import { useAddress } from '../../address';
import { useScope } from '../../address/period';

/** What the page asks the server: whose personas, and about what. */
export function useAsked() {
  const { params } = useScope();
  const [address] = useAddress();
  const by = address.by === 'account' ? ('account' as const) : undefined;
  return { period: params.period, segment: params.segment, product: address.product, category: address.category, by, account_trait: by && address.trait };
}

export type AskedOf = ReturnType<typeof useAsked>;
