"""Read a request's body, never more of it than is allowed, packed or not."""

from __future__ import annotations

import zlib

from starlette.types import Receive

from evergrow.kernel import Refusal, refuse

_GZIP = 16 + zlib.MAX_WBITS


class Gone(Exception):
    """The sender left before the request was whole."""


async def read_body(receive: Receive, headers: dict[bytes, bytes], limit: int) -> bytes:
    """The body, unpacked where it came packed with gzip.

    Raises:
        Refusal: `request.too_large` (also once unpacked), `request.broken_gzip`, `request.unknown_encoding`.
        Gone: the sender left.
    """
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(limit)
    match headers.get(b"content-encoding", b"identity").lower():
        case b"identity" | b"":
            return await _plain(receive, limit)
        case b"gzip" | b"x-gzip":
            return await _unpacked(receive, limit)
        case other:
            raise refuse(
                "request.unknown_encoding",
                f"A body packed as '{other.decode('latin-1')}' cannot be read.",
                where="Content-Encoding",
                next_step="Send it as it is, or packed with gzip.",
                status=415,
            )


def too_large(limit: int) -> Refusal:
    """The refusal of a body beyond `limit` bytes."""
    return refuse(
        "request.too_large",
        f"The request has more than {limit // 1024:,} KB.",
        where="body",
        next_step="Send smaller batches; SDKs have a setting for it.",
        status=413,
    )


async def _plain(receive: Receive, limit: int) -> bytes:
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):  # nearly always: one piece
        body = message.get("body", b"")
        if len(body) > limit:
            raise too_large(limit)
        return body
    pieces: list[bytes] = []
    size = 0
    while True:
        if message["type"] != "http.request":
            raise Gone
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            raise too_large(limit)
        pieces.append(piece)
        if not message.get("more_body"):
            return b"".join(pieces)
        message = await receive()


async def _unpacked(receive: Receive, limit: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    pieces: list[bytes] = []
    room = limit + 1
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        try:
            piece = unpacker.decompress(message.get("body", b""), room)
        except zlib.error as error:
            raise _broken(str(error)) from None
        pieces.append(piece)
        room -= len(piece)
        if room <= 0:  # max_length 0 would mean "no limit": a bomb must never get that far
            raise too_large(limit)
        if not message.get("more_body"):
            break
    if not unpacker.eof:
        raise _broken("the data ends too early")
    return b"".join(pieces)


def _broken(what: str) -> Refusal:
    return refuse(
        "request.broken_gzip",
        f"The body says it is gzip but cannot be unpacked: {what}.",
        where="body",
        next_step="Pack the body once more, or send it as it is.",
    )
