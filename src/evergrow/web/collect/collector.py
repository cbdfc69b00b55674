"""One comparison of the path decides; everything else is in the parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from evergrow.kernel import Refusal, refuse
from evergrow.storage.log import Log
from evergrow.web.collect.answers import answer, answer_preflight, answer_refusal
from evergrow.web.collect.body import Gone, read_body
from evergrow.web.collect.clevertap import CleverTapApi
from evergrow.web.collect.segment import ADDRESSES, REQUEST_BYTES, SegmentApi
from evergrow.web.collect.senders import FindSource, Senders
from evergrow.web.collect.settings import settings_document

_UPLOAD: Final = "/1/upload"
_METRICS: Final = "/v1/m"
_SETTINGS: Final = re.compile(r"/v1/projects/([^/]+)/settings/?")


def collector(log: Log, find_source: FindSource, now: Callable[[], datetime]) -> ASGIApp:
    """The application that takes what sources send.

    Args:
        log: Where requests are kept before they are answered.
        find_source: The source with a write key or CleverTap account id; it is remembered for seconds.
        now: The clock.
    """
    senders = Senders(find_source, now)
    segment, clevertap = SegmentApi(log, senders, now), CleverTapApi(log, senders, now)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        kind = ADDRESSES.get(path) or ADDRESSES.get(path.rstrip("/"))
        try:
            if method == "POST" and kind is not None:
                await segment.take(kind, scope, receive, send)
            elif method == "OPTIONS":
                await answer_preflight(send, dict(scope["headers"]).get(b"access-control-request-headers"))
            elif method == "POST" and path == _UPLOAD:
                await clevertap.take(scope, receive, send)
            elif method == "POST" and path == _METRICS:
                await read_body(receive, dict(scope["headers"]), REQUEST_BYTES)
                await answer(send, 200, b'{"success":true}')
            elif method in ("GET", "HEAD") and (asked := _SETTINGS.fullmatch(path)):
                await _answer_settings(senders, asked[1], scope, send)
            else:
                raise _nothing_here(path, method, is_known=kind is not None or path in (_UPLOAD, _METRICS))
        except Refusal as no:
            await answer_refusal(send, no)
        except Gone:
            return

    return app


async def _answer_settings(senders: Senders, write_key: str, scope: Scope, send: Send) -> None:
    senders.authorized(write_key)
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    document = settings_document(write_key, scope["scheme"], host)
    body = b"" if scope["method"] == "HEAD" else document
    await answer(send, 200, body, b"application/json", (b"cache-control", b"private, max-age=60"))


def _nothing_here(path: str, method: str, *, is_known: bool) -> Refusal:
    if is_known:
        return refuse(
            "request.wrong_method",
            f"{path} takes no {method}.",
            where="method",
            next_step="Use POST.",
            status=405,
        )
    return refuse(
        "request.unknown_address",
        f"There is nothing at {path[:100]}.",
        where="path",
        next_step="Use /v1/track, identify, page, screen, group, alias, batch or import, or /1/upload.",
        status=404,
    )
