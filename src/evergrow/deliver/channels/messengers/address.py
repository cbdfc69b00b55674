"""Where a customer is in a messenger, as the address that Apprise understands.

`line://U0123`, `telegram://12345` and `slack://C0123` name the customer; the token is the connection's. A whole address of
Apprise may stand instead, with a token of its own, where the messenger is one that everybody reaches at the same
place: others would let an address say which machine to talk to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

HOSTED: Final = frozenset({"line", "tgram", "slack", "discord", "gchat", "wxteams", "twist"})
_TARGET: Final = re.compile(r"[A-Za-z0-9_@+#-]{1,100}")
_SHORT: Final = {"line": "line", "telegram": "tgram", "tgram": "tgram", "slack": "slack"}


def service_of(address: str) -> str:
    """The messenger that an address names, in Apprise's word; empty where it names none."""
    scheme = address.strip().partition("://")[0].lower()
    return _SHORT.get(scheme, scheme if scheme in HOSTED else "")


def apprise_address(address: str, tokens: Mapping[str, str]) -> str | None:
    """The address as Apprise takes it, or None where it cannot be one.

    Args:
        address: The customer's.
        tokens: The connection's tokens by Apprise's word for the messenger.
    """
    text = address.strip()
    service = service_of(text)
    if not service or len(text) > 500 or re.search(r"[\x00-\x20\x7f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    target = parts.netloc
    is_short = not parts.path.strip("/") and not parts.query
    if is_short and _TARGET.fullmatch(target) and tokens.get(service):
        return _ADDRESSED[service].format(
            token=quote(tokens[service], safe=":"), target=quote(target, safe="")
        )
    has_more = bool(parts.path.strip("/"))
    # No picture: Apprise would show its own mark beside the brand's words.
    return f"{service}://{parts.netloc}{parts.path}?image=no" if has_more else None


_ADDRESSED: Final = {
    "line": "line://{token}/{target}?image=no",
    "tgram": "tgram://{token}/{target}?image=no",
    "slack": "slack://{token}/%2B{target}?image=no",
}


def tidy_address(text: str) -> str | None:
    """The address as it is, where it names a messenger that is known."""
    return text.strip() if service_of(text) else None
