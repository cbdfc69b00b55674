/** Talks to the server: JSON in, JSON out, errors as RFC 9457 problems. Holds no state. */

/** One thing that is wrong, where, and what to do about it. */
export interface ProblemPart {
  code: string;
  what: string;
  where?: string | null;
  next_step?: string | null;
}

/** The body of every error answer (application/problem+json). */
export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail?: string | null;
  where?: string | null;
  next_step?: string | null;
  problems?: ProblemPart[];
}

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

export type Params = Record<string, string | number | boolean | null | undefined>;

/** `/api/x` and parameters to an address; empty, null and undefined parameters are left out. */
export function addressOf(path: string, params?: Params): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
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

export const api = {
  get: async <T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> =>
    json<T>(await send('GET', path, { signal }, params)),
  post: async <T>(path: string, body?: unknown, params?: Params): Promise<T> =>
    json<T>(await send('POST', path, asJson(body), params)),
  put: async <T>(path: string, body?: unknown): Promise<T> => json<T>(await send('PUT', path, asJson(body))),
  patch: async <T>(path: string, body?: unknown): Promise<T> => json<T>(await send('PATCH', path, asJson(body))),
  delete: async <T>(path: string): Promise<T> => json<T>(await send('DELETE', path, {})),
  /** A raw body (a file), streamed by the browser. */
  postFile: async <T>(path: string, body: Blob, params?: Params): Promise<T> =>
    json<T>(await send('POST', path, { body, headers: { 'Content-Type': 'application/octet-stream' } }, params)),
  text: async (path: string, params?: Params): Promise<string> =>
    (await send('GET', path, {}, params)).text(),
};
