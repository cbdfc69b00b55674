"""What a reader of a mail would stumble over: links that lead nowhere, pictures that say nothing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from html import unescape
from typing import Final, Literal
from urllib.parse import urlsplit

_MARK: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HREF: Final = re.compile(r"<(?:a|mj-button|mj-navbar-link|mj-image|mj-social-element)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\shref\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)  # fmt: skip
_IMAGE: Final = re.compile(r"<(?:img|mj-image)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_ALT: Final = re.compile(r"\salt\s*=", re.IGNORECASE)
_OTHER: Final = frozenset({"mailto", "tel", "sms"})

Found = tuple[Literal["error", "warning"], str, str, int, str]  # level, code, what, line, next step


def html_findings(source: str) -> Iterator[Found]:
    """What is wrong with the links and pictures of MJML or HTML."""
    bare = _MARK.sub(lambda found: "L" + re.sub(r"[^\n]", "Q", found[0][1:]), source)
    for found in _HREF.finditer(bare):
        url = unescape(found[1][1:-1]).strip()
        if finding := link_finding(url):
            level, code, what, next_step = finding
            yield level, code, what, bare.count("\n", 0, found.start(1)) + 1, next_step
    for found in _IMAGE.finditer(bare):
        if not _ALT.search(found[0]):
            line = bare.count("\n", 0, found.start()) + 1
            yield (
                "warning", "message.no_alt", "A picture has no alternative text.", line,
                'Write alt="..."; alt="" where the picture only decorates.',
            )  # fmt: skip


def link_finding(url: str) -> tuple[Literal["error", "warning"], str, str, str] | None:
    """What is wrong with an address that a reader is to follow. `LQQ` stands for a value."""
    if not url:
        return "warning", "message.broken_link", "A link leads nowhere.", "Write its address."
    if url.startswith(("LQ", "#")):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "error", "message.broken_link", f"'{url[:80]}' is no address.", "Write it as https://..."
    if parts.scheme.lower() in _OTHER:
        return None
    if parts.scheme.lower() not in ("http", "https"):
        hint = f"Did you mean 'https://{url[:80]}'?" if not parts.scheme else "Links lead to the web."
        return "error", "message.broken_link", f"'{url[:80]}' is no address on the web.", hint
    if (
        not host
        or " " in url
        or ("." not in host and host != "localhost" and "LQ" not in host and ":" not in host)
    ):
        return (
            "error",
            "message.broken_link",
            f"'{url[:80]}' is no address on the web.",
            "Write it as https://...",
        )
    if _is_private(host):
        return (
            "warning", "message.private_link", f"Customers cannot reach {host}.",
            "Link to the address that everybody can open.",
        )  # fmt: skip
    return None


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
