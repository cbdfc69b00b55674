"""The two scripts a shop puts on its site: one asks and subscribes, one shows what arrives."""

from __future__ import annotations

import json
from typing import Final

_WORKER: Final = """\
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
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
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
    return true;
  };
})();
"""


def worker_script() -> str:
    """What the shop's service worker has to do. It must be served from the shop's own address."""
    return _WORKER


def subscribe_script(public_key: str) -> str:
    """`evergrowSubscribe()` for the shop's pages: asks, subscribes, and tells by `analytics.identify`."""
    return _SUBSCRIBE % {"key": json.dumps(public_key)}
