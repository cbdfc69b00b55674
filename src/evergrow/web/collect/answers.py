"""Answers as ASGI sends them. Any page may read them: the write key is the only secret of a source."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.types import Send

from evergrow.kernel import Refusal

Headers = list[tuple[bytes, bytes]]

_ANY_PAGE = (b"access-control-allow-origin", b"*")
_LATER = (b"retry-after", b"10")
_PREFLIGHT: Headers = [
    _ANY_PAGE,
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-max-age", b"86400"),
    (b"vary", b"access-control-request-headers"),
    (b"content-length", b"0"),
]
_USUAL_HEADERS = b"authorization, content-type, content-encoding, x-retry-count"


async def answer(
    send: Send, status: int, body: bytes, kind: bytes = b"application/json", *more: tuple[bytes, bytes]
) -> None:
    """Send a whole answer. One that says 503 also says when to ask again."""
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), _ANY_PAGE, *more]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(_LATER)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_refusal(send: Send, refusal: Refusal, *more: tuple[bytes, bytes]) -> None:
    """Say no as RFC 9457 describes it. `success` is what Segment's own answer would say."""
    first = refusal.problems[0]
    document = {
        "success": False,
        "type": f"urn:evergrow:problem:{first.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "code": first.code,
        "message": first.what,
        "detail": first.what,
        "where": first.where,
        "next_step": first.next_step,
        "problems": refusal.as_documents(),
    }
    await answer(send, refusal.status, msgspec.json.encode(document), b"application/problem+json", *more)


async def answer_preflight(send: Send, asked: bytes | None) -> None:
    """Let a page of any site send: browsers ask before they do."""
    headers = [*_PREFLIGHT, (b"access-control-allow-headers", asked or _USUAL_HEADERS)]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
