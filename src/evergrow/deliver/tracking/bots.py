"""Tell people from machines that open mails and follow links: scanners, prefetchers, previews."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

INSTANT: Final = timedelta(seconds=2)
"""Nobody reads a mail and clicks within two seconds of its hand-over; gateways that scan links do."""

_MACHINES: Final = re.compile(
    r"bot\b|crawl|spider|slurp|preview|scan|barracuda|mimecast|proofpoint|forcepoint|symantec|messagelabs|"
    r"trendmicro|fortimail|sophos|safelinks|urldefense|curl/|wget/|python-|go-http|java/|okhttp|libwww|"
    r"headless|phantomjs|facebookexternalhit|whatsapp/|telegrambot|slack|discord|bitlybot",
    re.IGNORECASE,
)
_PREFETCH: Final = ("purpose", "x-purpose", "sec-purpose", "x-moz")


def why_machine(
    method: str, headers: Mapping[str, str], *, handed_over_at: datetime | None, now: datetime
) -> str | None:
    """Why this request is no person's: head, prefetch, scanner, instant, no_agent; None where nothing says so.

    Args:
        headers: Names in lower case.
    """
    if method != "GET":
        return "head"
    if any(
        "prefetch" in headers.get(name, "").lower() or "preview" in headers.get(name, "").lower()
        for name in _PREFETCH
    ):
        return "prefetch"
    agent = headers.get("user-agent", "")
    if not agent.strip():
        return "no_agent"
    if _MACHINES.search(agent):
        return "scanner"
    if handed_over_at is not None and now - handed_over_at < INSTANT:
        return "instant"
    return None
