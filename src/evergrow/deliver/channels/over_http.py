"""How every channel over HTTP speaks: pooled, with a time-out for everything, and handing over exactly where it counts.

Holds   `hand_over` is awaited once, after the connection stands and before the first byte of the request: whatever
        fails before it is tried again, whatever breaks after it is unknown.
Never   follows a redirect, reads an answer beyond 256 kB, or lets a secret into an outcome or a log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import httpx
from msgspec import structs

from evergrow.deliver.channels.spec import FAILURES, HandOver, Health, Outcome

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 20.0
WHOLE_SECONDS: Final = 30.0
LARGEST_ANSWER: Final = 256 * 1024
_SHOWN: Final = 300
_NOT_NOW: Final = {429: "rate_limited"} | dict.fromkeys((408, 425, 500, 503), "rejected_for_now")

logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # it logs whole addresses, and some providers' hold a key
logging.getLogger("hpack").setLevel(logging.WARNING)  # it logs every header, and so the authorization


@dataclass(frozen=True)
class Answer:
    """What a provider answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def document(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def text(self) -> str:
        """The start of the body, for a person to read."""
        return " ".join(self.body[: 4 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, where the provider says so in seconds."""
        said = self.headers.get("retry-after", "")
        return float(said) if said.isascii() and said.isdigit() else None


Judge = Callable[[Answer], Outcome]
Refused = Callable[[Answer], Outcome | None]


class Line:
    """The line to one provider, kept open between messages.

    Args:
        base_url: Where the provider is; requests name paths below it.
        secrets: What must never be told, wherever a provider repeats it.
        answer_seconds: How long to wait for an answer once the request is written.
        transport: Stands in for the network; the webhook's checks addresses.
    """

    def __init__(
        self,
        base_url: str = "",
        *,
        secrets: Iterable[str] = (),
        auth: tuple[str, str] | None = None,
        is_http2: bool = False,
        connections: int = 32,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._whole_seconds = answer_seconds + WHOLE_SECONDS - ANSWER_SECONDS
        self._client = httpx.AsyncClient(
            base_url=base_url,
            auth=auth,
            http1=not is_http2,
            http2=is_http2,
            verify=tls_context(),
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            transport=transport,
            trust_env=transport is None,
        )

    async def hand(
        self, method: str, path: str, *, hand_over: HandOver, judge: Judge, **content: Any
    ) -> Outcome:
        """Send a message's request and judge the answer. `content` is httpx's: json, data, content, headers, params."""
        mark = _Mark(hand_over)
        try:
            answer = await self._ask(method, path, mark, content)
        except (httpx.HTTPError, TimeoutError, httpx.InvalidURL) as error:
            return self.told(mark.broken(error))
        return self.told(judge(answer))

    async def ask(self, method: str, path: str, **content: Any) -> Answer:
        """Ask something that sends nothing to anybody.

        Raises:
            Unreachable: no answer came.
        """
        try:
            return await self._ask(method, path, None, content)
        except (httpx.HTTPError, TimeoutError, httpx.InvalidURL) as error:
            raise Unreachable(_named(error)) from None

    async def well(
        self, method: str, path: str, *, what: str, refused: Refused | None = None, **content: Any
    ) -> Health:
        """The health that an answer tells: good with `what`, or why not.

        `refused` reads a no from an answer whose status says yes.
        """
        try:
            answer = await self.ask(method, path, **content)
        except Unreachable as error:
            return Health(is_well=False, what=f"The provider cannot be reached: {error}.")
        no = by_status(answer) if answer.status >= 300 else refused(answer) if refused else None
        if no is None:
            return Health(is_well=True, what=what)
        found = self.told(no)
        return Health(is_well=False, what=f"{FAILURES[found.reason]} {found.detail}".strip())

    def told(self, outcome: Outcome) -> Outcome:
        """The outcome without any secret that the provider repeated."""
        return structs.replace(
            outcome,
            detail=self.masked(outcome.detail),
            code=self.masked(outcome.code),
            provider_id=self.masked(outcome.provider_id),
        )

    def keep_secret(self, secret: str) -> None:
        """Blank this out from now on, too: a token made on the way."""
        self._secrets = [secret, *self._secrets][:16]

    def masked(self, text: str) -> str:
        """The text with every secret blanked out."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, mark: _Mark | None, content: dict[str, Any]) -> Answer:
        extensions = {**content.pop("extensions", {})}
        if mark is not None:
            extensions["trace"] = mark.trace
        async with (
            asyncio.timeout(self._whole_seconds),
            self._client.stream(method, path, extensions=extensions, **content) as response,
        ):
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    break
            return Answer(response.status_code, bytes(body), dict(response.headers))


class Unreachable(Exception):
    """No answer came from a provider; the text says why, without any secret."""


class _Mark:
    """Awaits `hand_over` when the connection is about to write the first byte of the request."""

    def __init__(self, hand_over: HandOver) -> None:
        self._hand_over = hand_over
        self._is_over = False

    async def trace(self, name: str, _info: Mapping[str, Any]) -> None:
        if name.endswith("send_request_headers.started") and not self._is_over:
            await self._hand_over()
            self._is_over = True

    def broken(self, error: Exception) -> Outcome:
        if self._is_over:
            return Outcome(status="unknown", reason="unknown", detail=f"No answer came: {_named(error)}.")
        return Outcome(status="retry", reason="unreachable", detail=f"Not connected: {_named(error)}.")


def by_status(answer: Answer, detail: str = "", code: str = "") -> Outcome:
    """What a status says where the provider's own words do not.

    500 and 503 say that nothing was done. 502 and 504 come from a machine before the provider, which cannot
    know: the message may have gone out.
    """
    detail, code = detail or answer.text or f"HTTP {answer.status}", code or str(answer.status)
    if answer.status in (401, 403):
        return Outcome(status="failed", reason="bad_credentials", detail=detail, code=code)
    if answer.status in _NOT_NOW:
        reason, wait = _NOT_NOW[answer.status], answer.retry_after
        return Outcome(status="retry", reason=reason, detail=detail, code=code, retry_after=wait)
    if 300 <= answer.status < 500:
        return Outcome(status="failed", reason="refused", detail=detail, code=code)
    return malformed(answer)


def malformed(answer: Answer) -> Outcome:
    """The provider took the request and answered something that nobody can read."""
    detail = f"The answer cannot be read: {answer.text or 'it is empty'}"
    return Outcome(status="unknown", reason="unknown", detail=detail, code=str(answer.status))


def _named(error: Exception) -> str:
    """What broke, by its kind: the error's own text may quote the address."""
    kinds = {
        httpx.ConnectTimeout: "connecting took too long",
        httpx.ConnectError: "the connection was refused",
        httpx.PoolTimeout: "every connection was busy",
        httpx.ReadTimeout: "the answer took too long",
        httpx.WriteTimeout: "writing took too long",
        httpx.RemoteProtocolError: "the connection broke",
        httpx.ReadError: "the connection broke",
        httpx.WriteError: "the connection broke",
        TimeoutError: "it took too long",
        httpx.InvalidURL: "the address cannot be read",
        httpx.UnsupportedProtocol: "the address has no http:// or https://",
    }
    return next((text for kind, text in kinds.items() if isinstance(error, kind)), "the line broke")


@cache
def tls_context() -> ssl.SSLContext:
    """Loading the certificates takes 20 ms: once is enough."""
    return httpx.create_ssl_context()
