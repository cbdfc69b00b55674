"""Mails to be looked at, each at an address of its own: a frame of the page, with a policy of its own.

Holds   what is shown runs no script, sends no form and reads nothing of the dashboard. It may show pictures from
        elsewhere, as mails do; the dashboard's own pages may not.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from html import escape
from typing import Final

_KEPT: Final = 64
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_LINKS_OUT: Final = '<base target="_blank">'
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self' https: data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    ),
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "private, max-age=600",
    "referrer-policy": "no-referrer",
}
"""What the answer of a frame is sent with, instead of what the dashboard's pages are."""


class Frames:
    """The newest pages to be framed, by what is on them."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, html: str) -> str:
        """Keep a page; returns its address."""
        html = _HEAD.sub(lambda found: found[0] + _LINKS_OUT, html, count=1)
        key = hashlib.sha256(html.encode()).hexdigest()[:40]
        with self._lock:
            self._pages[key] = html
            self._pages.move_to_end(key)
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        return f"/api/frames/{key}"

    def find(self, key: str) -> str | None:
        """The page; None where it is no longer kept."""
        return self._pages.get(key)


def picture(url: str) -> str:
    """A page that is one picture, for contents that name one."""
    style = "margin:0;height:100vh;object-fit:cover;width:100%;display:block"
    return f'<!doctype html><body style="margin:0"><img alt="" style="{style}" src="{escape(url)}">'
