"""Let pages of other sites read an answer: nothing here goes by cookies, so nobody's session can be used."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

SHARED: Final = {"access-control-allow-origin": "*"}


def share(response: Response) -> None:
    """Say that any page may read this answer."""
    response.headers.update(SHARED)


def script(text: str) -> Response:
    """A script for the brand's pages, good for an hour."""
    headers = {"cache-control": "public, max-age=3600", **SHARED}
    return Response(text, media_type="text/javascript; charset=utf-8", headers=headers)
