"""How a report route answers: the kept JSON of its dataclass, computed when the data has moved on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from evergrow.web.reports import written
from evergrow.web.site import Site

T = TypeVar("T")


def answer(site: Site, request: Request, shape: type[T], compute: Callable[[], T]) -> Response:
    """The answer to this address: kept, or computed now and kept. `shape` is the route's response model."""

    def body() -> bytes:
        return written(shape, compute())

    asked = sorted(
        request.query_params.multi_items(), key=lambda item: item[0]
    )  # the steps of a funnel stay in order
    query = "&".join(f"{name}={value}" for name, value in asked)
    address = f"{request.url.path}?{query}"
    return Response(site.answers.of(address, body), media_type="application/json")
