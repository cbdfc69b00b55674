/** What an operator can do about a channel that does not answer as it should, told from what it said. */
export const ADVICE = ['signIn', 'noHost', 'refused', 'slow', 'noTls', 'insecure'] as const;
export type Advice = (typeof ADVICE)[number];

const SAID: [Advice, RegExp][] = [
  ['noTls', /STARTTLS.*does not offer/i],
  ['insecure', /cannot be secured|certificate|\bSSL\b/i],
  ['noHost', /name or service not known|nodename|no address associated|getaddrinfo|name resolution/i],
  ['refused', /connect call failed|connection refused/i],
  ['slow', /took too long|timed? ?out|no answer/i],
  ['signIn', /^AUTH\b|\b53[045]\b|\b40[13]\b|authenticat|unauthori[sz]ed|credentials|invalid (access )?(token|key)/i],
];

/** Null where what was said has to speak for itself. */
export function adviceOf(said: string): Advice | null {
  return SAID.find(([, pattern]) => pattern.test(said))?.[0] ?? null;
}
