/** Talks to the server: JSON in, JSON out, errors as RFC 9457 problems. Holds no state. */
import type { Answer, At, Body, Params, ParamsOf, PathOf } from './contract';
import type { components } from './generated/contract';
import { toldBy } from './told';

type Described = components['schemas'];

/** One thing that is wrong, where, and what to do about it. */
export type ProblemPart = Pick<Described['ProblemPoint'], 'code' | 'what'> & Nullable<Described['ProblemPoint']>;

/** The body of every error answer (application/problem+json). A proxy's answer may lack all but title and status. */
export type ProblemBody = Pick<Described['ProblemDocument'], 'title' | 'status' | 'code'>
  & Nullable<Omit<Described['ProblemDocument'], 'problems'>> & { problems?: ProblemPart[] };

type Nullable<T> = { [K in keyof T]?: T[K] | null };

/** An answer that is not 2xx, or no answer at all (status 0, code `unreachable`). */
export class ProblemError extends Error {
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

export { at, type Params } from './contract';

/** `/api/x` and parameters to an address; empty, null and undefined parameters are left out. */
export function addressOf(path: string, params?: Params): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params ?? {})) {
    if (Array.isArray(value)) value.forEach((each: string) => search.append(key, each));
    else if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function problemOf(response: Response): Promise<ProblemBody> {
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    if (typeof body.title === 'string') {
      // The server's title names the kind of problem ("Bad Request"); what happened is its detail.
      return { code: 'unknown', ...body, title: body.detail || body.title, status: response.status };
    }
  } catch {
    // Not JSON: a proxy's page. The status still says something.
  }
  return { title: response.statusText || String(response.status), status: response.status, code: 'unknown' };
}

/** What hears of a 401, so that the frame can ask to sign in again. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

async function send(method: string, path: string, init: RequestInit, params?: Params): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('X-Evergrow', '1');
  let response: Response;
  try {
    response = await fetch(addressOf(path, params), { ...init, method, headers, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError({ title: 'unreachable', status: 0, code: 'unreachable' });
  }
  if (response.ok) return response;
  if (response.status === 401 && path !== '/api/session') onSignedOut();
  throw new ProblemError(await problemOf(response));
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as T;
}

function asJson(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

async function readTold<T>(response: Response, onDone: (share: number) => void): Promise<T> {
  const told = await toldBy<T>(response, onDone);
  if ('result' in told) return told.result;
  const first = told.problems[0];
  throw new ProblemError({ title: first?.what ?? '', status: 400, code: first?.code ?? 'unknown', where: first?.where, next_step: first?.next_step, problems: told.problems });
}

/** Every call names an address of the contract, which says what goes in and what comes back. */
export const api = {
  get: async <P extends PathOf<'get'>>(path: P | At<P>, params?: ParamsOf<P, 'get'>, signal?: AbortSignal): Promise<Answer<P, 'get'>> =>
    json(await send('GET', path, { signal }, params)),
  post: async <P extends PathOf<'post'>>(path: P | At<P>, body?: Body<P, 'post'>, params?: ParamsOf<P, 'post'>): Promise<Answer<P, 'post'>> =>
    json(await send('POST', path, asJson(body), params)),
  put: async <P extends PathOf<'put'>>(path: P | At<P>, body?: Body<P, 'put'>): Promise<Answer<P, 'put'>> =>
    json(await send('PUT', path, asJson(body))),
  patch: async <P extends PathOf<'patch'>>(path: P | At<P>, body?: Body<P, 'patch'>): Promise<Answer<P, 'patch'>> =>
    json(await send('PATCH', path, asJson(body))),
  delete: async <P extends PathOf<'delete'>>(path: P | At<P>): Promise<Answer<P, 'delete'>> =>
    json(await send('DELETE', path, {})),
  /** A raw body (a file), streamed by the browser. */
  postFile: async <P extends PathOf<'post'>>(path: P, body: Blob, params?: ParamsOf<P, 'post'>): Promise<Answer<P, 'post'>> =>
    json(await send('POST', path, { body, headers: { 'Content-Type': 'application/octet-stream' } }, params)),
  /** Long work that tells how far it is: the share done, line by line, and then its answer. */
  told: async <P extends PathOf<'post'>>(path: P | At<P>, body: Body<P, 'post'>, onDone: (share: number) => void, signal?: AbortSignal): Promise<Answer<P, 'post'>> => {
    const asked = asJson(body);
    const headers = { ...(asked.headers as Record<string, string>), Accept: 'application/x-ndjson' };
    return readTold<Answer<P, 'post'>>(await send('POST', path, { ...asked, headers, signal }), onDone);
  },
  text: async <P extends PathOf<'get'>>(path: P | At<P>, params?: ParamsOf<P, 'get'>): Promise<string> =>
    (await send('GET', path, {}, params)).text(),
};
