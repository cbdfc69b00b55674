/** Code for one's own pages, as docs/how-to/channels.md has it. */

export function inboxServerCode(): string {
  return `import hmac

signature = hmac.digest(SECRET.encode(), user_id.encode(), "sha256").hex()`;
}

export function inboxSnippet(base: string): string {
  return `<section id="inbox"></section>
<script src="${base}/public/inbox/inbox.js"></script>
<script>
  evergrowInbox({ user: 'USER_ID', signature: 'SIGNATURE', element: document.getElementById('inbox') });
</script>`;
}

export function workerSnippet(base: string): string {
  return `importScripts('${base}/public/web-push/worker.js');`;
}

export function pushSnippet(base: string, button: string): string {
  return `<script src="${base}/public/web-push/subscribe.js"></script>
<button onclick="evergrowSubscribe()">${button}</button>`;
}
