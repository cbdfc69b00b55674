"""The script that shows a customer's inbox on the brand's pages, and keeps it live."""

from __future__ import annotations

import json
from typing import Final

_SCRIPT: Final = """\
(() => {
  const base = %(base)s;
  const seenAfter = 1000; // what was on the screen for so many milliseconds is read
  const made = (kind, text, parts) => Object.assign(document.createElement(kind), { textContent: text, ...parts });
  // evergrowInbox({ user, signature, element, onChange, words }): `signature` is made by your server, see the inbox's settings.
  window.evergrowInbox = ({ user, signature, element, onChange, words }) => {
    const who = new URLSearchParams({ user_id: user || '', signature: signature || '' }).toString();
    const act = (id, what) => fetch(`${base}/${id}/${what}?${who}`, { method: 'POST', keepalive: true });
    const inbox = {
      messages: [], unread: 0,
      read: (id) => act(id, 'read'), click: (id) => act(id, 'clicked'), dismiss: (id) => act(id, 'dismissed'),
      close: () => { source?.close(); seen?.disconnect(); },
    };
    const look = (id) => {
      if (document.hidden) document.addEventListener('visibilitychange', () => look(id), { once: true });
      else inbox.read(id);
    };
    const timers = new Map();
    const seen = element && new IntersectionObserver((rows) => rows.forEach(({ target, isIntersecting }) => {
      const id = target.dataset.message;
      clearTimeout(timers.get(id));
      if (isIntersecting) timers.set(id, setTimeout(() => look(id), seenAfter));
    }), { threshold: 0.6 });
    const link = (message, text, part) => made('a', text, {
      href: message.link, onclick: () => { inbox.click(message.message_id); }, name: `${part}-${message.message_id}`,
    });
    const drawn = (message) => {
      const row = made('article', '');
      Object.assign(row.dataset, { message: message.message_id, read: String(message.is_read) });
      if (message.image) row.append(made('img', '', { src: message.image, alt: '', loading: 'lazy' }));
      row.append(message.link ? link(message, message.title, 'title') : made('strong', message.title));
      row.append(made('p', message.body));
      if (message.link && message.button) row.append(link(message, message.button, 'button'));
      const gone = made('button', '\\u00d7', { type: 'button', onclick: () => { inbox.dismiss(message.message_id); } });
      gone.name = `gone-${message.message_id}`;
      gone.setAttribute('aria-label', `${words?.dismiss || 'Dismiss'}: ${message.title}`);
      row.append(gone);
      if (!message.is_read) seen.observe(row);
      return row;
    };
    const show = () => {
      if (!element) return;
      const held = element.contains(document.activeElement) ? document.activeElement.name : '';
      seen.disconnect();
      element.replaceChildren(...inbox.messages.map(drawn));
      const again = held && (element.querySelector(`[name="${held}"]`) || element.querySelector('a, button'));
      if (again) again.focus(); // who works by keyboard stays where they were
    };
    const tell = () => { show(); if (onChange) onChange(inbox); };
    const source = user ? new EventSource(`${base}/stream?${who}`) : null;
    source?.addEventListener('inbox', (event) => { Object.assign(inbox, JSON.parse(event.data)); tell(); });
    source?.addEventListener('error', async () => {
      if (source.readyState !== EventSource.CLOSED) return; // else the browser comes back by itself
      const no = await (await fetch(`${base}?${who}`)).json();
      if (no.detail) console.error(`Evergrow's inbox: ${no.detail} ${no.next_step}`);
    });
    if (!source) tell(); // nobody is signed in: an empty inbox
    return inbox;
  };
})();
"""


def inbox_script(base: str) -> str:
    """`evergrowInbox()`, which asks at the public address `base`."""
    return _SCRIPT % {"base": json.dumps(base)}
