import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The page's state lives in the address: plain text parameters, shared links show the same page. */

export type Address = Record<string, string | undefined>;

/** Parameters that go along from page to page. */
export const CARRIED = ['period', 'versus', 'segment'] as const;

export function parseAddress(search: string): Address {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeAddress(address: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(address)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  // `..`, `:` and `,` stay readable; a query may hold them unescaped (RFC 3986, 3.4).
  const text = search.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

/** Only the parameters that go along. */
export function carriedOf(address: Address): Address {
  return Object.fromEntries(CARRIED.flatMap((key) => (address[key] ? [[key, address[key]]] : [])));
}

/**
 * The address's parameters and a way to change some of them (undefined removes).
 * `replace` keeps the change out of the back button's history (typing into a filter).
 */
export function useAddress(): [Address, (changes: Address, options?: { replace?: boolean }) => void] {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Address, options?: { replace?: boolean }) => {
      void navigate({
        to: '.',
        search: ((before: Address) => ({ ...before, ...changes })) as never,
        replace: options?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [address, change];
}

/** Goes to another page, carrying period, comparison and segment along. */
export function useGo(): (to: string, address?: Address) => void {
  const here = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  return useCallback(
    (to: string, address: Address = {}) => {
      void navigate({ to: to as never, search: { ...carriedOf(here), ...address } as never });
    },
    [here, navigate],
  );
}
