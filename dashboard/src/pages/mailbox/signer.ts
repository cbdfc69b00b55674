/** For which domain a mail is signed and by which key (DKIM, RFC 6376); null where it is not. */
export function signerOf(headers: [string, string][]): { domain: string; selector: string; algorithm: string } | null {
  const signature = headers.find(([name]) => name.toLowerCase() === 'dkim-signature')?.[1];
  if (!signature) return null;
  const tags = Object.fromEntries(signature.split(';').map((tag) => tag.split('=', 2).map((part) => part.trim())));
  return { domain: tags.d ?? '?', selector: tags.s ?? '?', algorithm: tags.a ?? '?' };
}
