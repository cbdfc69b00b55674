/**
 * The server's promises as types. `generated/contract.ts` is written from contracts/openapi.json by
 * `npm run contract` (`make docs` does it too); nothing here is typed by hand a second time.
 */
import type { components, paths } from './generated/contract';

/** An answer leaves no field out: null says that there is none. The contract marks only fields without a default as required. */
type Sent<T> = T extends object ? { [K in keyof T]-?: Sent<T[K]> } : T;

type Schemas = components['schemas'];

/** A shape that the server answers with, by its name in the contract: `Shape<'Board'>`. */
export type Shape<N extends keyof Schemas> = Sent<Schemas[N]>;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The addresses of the contract that take this method: `/api/lifecycle`, `/api/customers/{customer_id}`. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> = paths[P][M & keyof paths[P]];
type Good = 200 | 201 | 202;

/** What the server answers there; null where it answers with nothing. */
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? R[Good & keyof R] extends { content: { 'application/json': infer T } } ? Sent<T> : null
    : never;

/** The body that the server takes there. */
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: { content: { 'application/json': infer T } } } ? T : undefined;

/** A list stands for its name several times, in its order. */
type Param = string | number | boolean | readonly string[] | null | undefined;
export type Params = Record<string, Param>;

/** The parameters of the address, by name; empty ones are left out when asking. */
export type ParamsOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { parameters: { query?: infer Q } }
    ? [NonNullable<Q>] extends [never] ? Params : { [K in keyof NonNullable<Q>]?: Param }
    : Params;

type Filled<P extends string> = P extends `${string}{${infer N}}${infer Rest}` ? N | Filled<Rest> : never;

declare const place: unique symbol;

/** An address whose holes are filled, which still knows its place in the contract. */
export type At<P extends keyof paths> = string & { readonly [place]: P };

/** Fills the holes of an address: `at('/api/customers/{customer_id}', { customer_id: id })`. */
export function at<P extends keyof paths>(path: P, names: Record<Filled<P>, string | number>): At<P> {
  const given: Record<string, string | number> = names;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? '')) as At<P>;
}
