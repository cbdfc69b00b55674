"""What a reader of a mail would stumble over: links that lead nowhere, pictures that say nothing."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from evergrow.definitions.messages import Message
from evergrow.engage.messages.remark import Remark

_MARK: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HREF: Final = re.compile(r"<(?:a|mj-button|mj-navbar-link|mj-image|mj-social-element)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\shref\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)  # fmt: skip
_IMAGE: Final = re.compile(r"<(?:img|mj-image)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_ALT: Final = re.compile(r"\salt\s*=", re.IGNORECASE)
_OTHER: Final = frozenset({"mailto", "tel", "sms"})


def html_remarks(source: str) -> Iterator[Remark]:
    """What is wrong with the links and pictures of MJML or HTML."""
    bare = _MARK.sub(lambda found: "L" + re.sub(r"[^\n]", "Q", found[0][1:]), source)
    for found in _HREF.finditer(bare):
        remark = link_remark(unescape(found[1][1:-1]).strip())
        if remark:
            yield replace(remark, line=bare.count("\n", 0, found.start(1)) + 1)
    for found in _IMAGE.finditer(bare):
        if not _ALT.search(found[0]):
            yield Remark(
                level="warning",
                code="message.no_alt",
                what="A picture has no alternative text.",
                next_step='Write alt="..."; alt="" where the picture only decorates.',
                line=bare.count("\n", 0, found.start()) + 1,
            )


def plain_links(message: Message) -> list[str]:
    """Every address on the web that a message leads to and that no value is part of, each once."""
    found: dict[str, None] = {}
    for content in message.contents.values():
        for name in ("mjml", "html"):
            for link in _HREF.finditer(content.texts.get(name, "")):
                url = unescape(link[1][1:-1]).strip()
                if url.startswith(("http://", "https://")) and not _MARK.search(url):
                    found[url] = None
    return list(found)


def link_remark(url: str) -> Remark | None:
    """What is wrong with an address that a reader is to follow. `LQQ` stands for a value."""
    if not url:
        return Remark(
            level="warning",
            code="message.broken_link",
            what="A link leads nowhere.",
            next_step="Write its address.",
        )
    if url.startswith(("LQ", "#")):
        return None
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname or "", parts.scheme.lower()
    except ValueError:
        return _broken(url, "Write it as https://...")
    if scheme in _OTHER:
        return None
    if scheme not in ("http", "https"):
        return _broken(url, "Links lead to the web." if scheme else f"Did you mean 'https://{url[:80]}'?")
    if not host or " " in url or not _could_be_host(host):
        return _broken(url, "Write it as https://...")
    if _is_private(host):
        return Remark(
            level="warning",
            code="message.private_link",
            what=f"Customers cannot reach {host}.",
            next_step="Link to the address that everybody can open.",
        )
    return None


def _broken(url: str, next_step: str) -> Remark:
    return Remark(
        level="error",
        code="message.broken_link",
        what=f"'{url[:80]}' is no address on the web.",
        next_step=next_step,
    )


def _could_be_host(host: str) -> bool:
    return "." in host or ":" in host or "lq" in host or host == "localhost"


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
