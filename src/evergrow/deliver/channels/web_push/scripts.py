"""The two scripts a shop puts on its site: one asks and subscribes, one shows what arrives.

A browser's push service may give it another address at any time. The worker then subscribes anew and says so; where it
could not, the page does when it is next opened. Both know what was told last from the cache `evergrow`.
Source: https://www.w3.org/TR/push-api/#the-pushsubscriptionchange-event
"""

from __future__ import annotations

import json
from typing import Final

_KEEP: Final = """\
  const place = '/evergrow-subscription';
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const keep = async (told) => (await caches.open('evergrow')).put(place, new Response(JSON.stringify(told)));
  const kept = async () => {
    const found = await (await caches.open('evergrow')).match(place);
    return found ? found.json() : null;
  };
  const move = async (from, to) => {
    if (!from || (to && to.endpoint === from.endpoint)) return;
    // As text: so the browser asks for no leave of another address first.
    await fetch(%(url)s, { method: 'POST', mode: 'no-cors', keepalive: true, body: JSON.stringify({ old: from, new: to }) });
    await keep(to);
  };
"""

_WORKER: Final = """\
(() => {
  const publicKey = %(key)s;
%(keep)s
  self.addEventListener('pushsubscriptionchange', (event) => {
    const before = event.oldSubscription;
    const key = before && before.options && before.options.applicationServerKey || (publicKey && bytes(publicKey));
    const again = async () => event.newSubscription || self.registration.pushManager.subscribe({
      userVisibleOnly: true, applicationServerKey: key,
    }).catch(() => null);
    event.waitUntil((async () => {
      const now = await again();
      await move(before ? before.toJSON() : await kept(), now ? now.toJSON() : null);
    })());
  });
})();
self.addEventListener('push', (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch { said = {}; }
  event.waitUntil(self.registration.showNotification(said.title || '', {
    body: said.body || '', image: said.image || undefined, tag: said.id, data: { link: said.link || '' },
  }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const link = event.notification.data && event.notification.data.link;
  if (link) event.waitUntil(self.clients.openWindow(link));
});
"""

_SUBSCRIBE: Final = """\
(() => {
  const publicKey = %(key)s;
%(keep)s
  const catchUp = async () => {
    const told = await kept();
    const registration = told && await navigator.serviceWorker.getRegistration();
    const now = registration && await registration.pushManager.getSubscription();
    if (now) await move(told, now.toJSON());
  };
  if ('serviceWorker' in navigator && 'PushManager' in window && 'caches' in window) catchUp().catch(() => {});
  // Call it from a click: browsers ask for permission only then. Resolves to whether the browser subscribes now.
  window.evergrowSubscribe = async (options = {}) => {
    if (!('serviceWorker' in navigator) || !('PushManager' in window)) return false;
    if ((await Notification.requestPermission()) !== 'granted') return false;
    const registration = await navigator.serviceWorker.register(options.worker || '/evergrow-worker.js');
    await navigator.serviceWorker.ready;
    const ask = () => registration.pushManager.subscribe({
      userVisibleOnly: true, applicationServerKey: bytes(publicKey),
    });
    const subscription = await ask().catch(async (error) => {
      if (error.name !== 'InvalidStateError') throw error;
      // It subscribes with the key of a connection that is gone: nothing could be sent there any more.
      await (await registration.pushManager.getSubscription()).unsubscribe();
      return ask();
    });
    const traits = { web_push: subscription.toJSON() };
    if (options.identify) options.identify(traits);
    else window.analytics.identify(traits);
    await keep(subscription.toJSON()).catch(() => {});
    return true;
  };
})();
"""


def worker_script(public_key: str, url: str) -> str:
    """What the shop's service worker has to do. It must be served from the shop's own address.

    Args:
        public_key: What it subscribes with anew where the browser does not say with which it did; may be empty.
        url: Where it says that a subscription has moved.
    """
    return _filled(_WORKER, public_key, url)


def subscribe_script(public_key: str, url: str) -> str:
    """`evergrowSubscribe()` for the shop's pages: asks, subscribes, and tells by `analytics.identify`."""
    return _filled(_SUBSCRIBE, public_key, url)


def _filled(text: str, public_key: str, url: str) -> str:
    keep = _KEEP % {"url": json.dumps(url)}
    return text % {"key": json.dumps(public_key), "keep": keep.rstrip()}
