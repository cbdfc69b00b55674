"""Who sends? Write keys are looked up in the state and remembered for a few seconds."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from evergrow.ingest import Source
from evergrow.kernel import Refusal, refuse

FindSource = Callable[[str], Source | None]
_REMEMBERED: Final = timedelta(seconds=3)  # so a revoked key stops within three seconds
_MOST: Final = 10_000  # keys remembered at once: a flood of wrong ones must not fill the memory
_LONGEST_KEY: Final = 200


class Senders:
    """The sources behind write keys."""

    def __init__(self, find_source: FindSource, now: Callable[[], datetime]) -> None:
        self._find = find_source
        self._now = now
        self._known: dict[str, tuple[datetime, Source | None]] = {}

    def named(self, write_key: str) -> Source | None:
        """The source with this key, looked up anew when the last look is too old."""
        now = self._now()
        known = self._known.get(write_key)
        if known is not None and now < known[0]:
            return known[1]
        if len(write_key) > _LONGEST_KEY or not write_key.isprintable():
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        source = self._find(write_key)
        self._known[write_key] = (now + _REMEMBERED, source)
        return source

    def authorized(self, write_key: str | None) -> Source:
        """The source with this key. An account id is no write key: it is no secret, its passcode is.

        Raises:
            Refusal: `write_key.missing` or `write_key.unknown`.
        """
        if not write_key:
            raise _no("write_key.missing", "The request names no write key.")
        source = self.named(write_key)
        if source is None or source.passcode is not None:
            raise _no("write_key.unknown", "No source has this write key, or it was revoked.")
        return source


def basic_user(header: bytes | None) -> str | None:
    """The user of an `Authorization: Basic` header: Segment sends the write key there, without a password."""
    if header is None or header[:6].lower() != b"basic ":
        return None
    try:
        return base64.b64decode(header[6:], validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return None


def _no(code: str, what: str) -> Refusal:
    return refuse(
        code,
        what,
        where="Authorization",
        next_step="Copy the write key from Data > Sources; send it as the user of Basic auth, or as writeKey.",
        status=401,
    )
