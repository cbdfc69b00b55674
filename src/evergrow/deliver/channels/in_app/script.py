"""The script that shows a customer's inbox on the brand's pages, and keeps it live."""

from __future__ import annotations

import json
from typing import Final

_SCRIPT: Final = """\
(() => {
  const base = %(base)s;
  // evergrowInbox({ user, signature, element, onChange }): `signature` is made by your server, see the inbox's settings.
  window.evergrowInbox = ({ user, signature, element, onChange }) => {
    const who = new URLSearchParams({ user_id: user, signature }).toString();
    const act = (id, what) => fetch(`${base}/${id}/${what}?${who}`, { method: 'POST', keepalive: true });
    const inbox = {
      messages: [], unread: 0,
      read: (id) => act(id, 'read'), click: (id) => act(id, 'clicked'), dismiss: (id) => act(id, 'dismissed'),
      close: () => source.close(),
    };
    const show = () => {
      if (!element) return;
      element.replaceChildren(...inbox.messages.map((message) => {
        const row = document.createElement('article');
        row.dataset.read = String(message.is_read);
        const title = document.createElement(message.link ? 'a' : 'strong');
        title.textContent = message.title;
        if (message.link) { title.href = message.link; title.addEventListener('click', () => inbox.click(message.message_id)); }
        const body = document.createElement('p');
        body.textContent = message.body;
        const gone = document.createElement('button');
        gone.type = 'button'; gone.textContent = '\\u00d7'; gone.setAttribute('aria-label', 'Dismiss');
        gone.addEventListener('click', () => inbox.dismiss(message.message_id));
        row.append(title, body);
        if (message.link && message.button) {
          const link = document.createElement('a');
          link.href = message.link; link.textContent = message.button;
          link.addEventListener('click', () => inbox.click(message.message_id));
          row.append(link);
        }
        row.append(gone);
        return row;
      }));
    };
    const source = new EventSource(`${base}/stream?${who}`);
    source.addEventListener('inbox', (event) => {
      Object.assign(inbox, JSON.parse(event.data));
      show();
      if (onChange) onChange(inbox);
    });
    return inbox;
  };
})();
"""


def inbox_script(base: str) -> str:
    """`evergrowInbox()`, which asks at the public address `base`."""
    return _SCRIPT % {"base": json.dumps(base)}
