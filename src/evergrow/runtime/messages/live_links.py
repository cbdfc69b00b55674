"""Follow the links of a message, as a reader would: which of them lead nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import httpx

from evergrow.deliver.channels import Barred, PublicOnly

MOST_LINKS: Final = 50
_SECONDS: Final = 5.0
_AT_ONCE: Final = 8
_GONE: Final = (404, 410)


@dataclass(frozen=True, kw_only=True)
class DeadLink:
    """A link that leads nowhere, and why."""

    url: str
    what: str


async def dead_links(urls: Sequence[str], *, transport: PublicOnly | None = None) -> list[DeadLink]:
    """Those of the first 50 links that cannot be opened. Only public addresses are reached, also by redirects."""
    turns = asyncio.Semaphore(_AT_ONCE)
    carrier = transport or PublicOnly()
    async with httpx.AsyncClient(
        transport=carrier, timeout=_SECONDS, follow_redirects=True, max_redirects=5, trust_env=False
    ) as client:

        async def followed(url: str) -> DeadLink | None:
            async with turns:
                what = await _why_dead(client, url)
            return DeadLink(url=url, what=what) if what else None

        found = await asyncio.gather(*(followed(url) for url in urls[:MOST_LINKS]))
    return [link for link in found if link is not None]


async def _why_dead(client: httpx.AsyncClient, url: str) -> str | None:
    try:
        async with client.stream("GET", url, headers={"user-agent": "Evergrow link check"}) as answer:
            status = answer.status_code
    except Barred as barred:
        return str(barred)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return f"It cannot be opened: {type(error).__name__}."
    if status in _GONE or status >= 500:
        return f"It answers {status}."
    return None
