"""How a report route answers: the kept JSON of its dataclass, computed when the data has moved on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from evergrow.web.reports import reader, written
from evergrow.web.site import Site

T = TypeVar("T")


def answer(site: Site, request: Request, shape: type[T], compute: Callable[[], T]) -> Response:
    """The answer to this address: kept, or computed now and kept. `shape` is the route's response model."""
    return Response(_body(site, request, request.url.path, shape, compute), media_type="application/json")


def kept_at(site: Site, request: Request, path: str, shape: type[T], compute: Callable[[], T]) -> T:
    """What GET of this path answers to the same question: for a route that goes on from there."""
    return reader(shape).validate_json(_body(site, request, path, shape, compute))


def _body(site: Site, request: Request, path: str, shape: type[T], compute: Callable[[], T]) -> bytes:
    def body() -> bytes:
        return written(shape, compute())

    asked = sorted(
        request.query_params.multi_items(), key=lambda item: item[0]
    )  # the steps of a funnel stay in order
    query = "&".join(f"{name}={value}" for name, value in asked)
    return site.answers.of(f"{path}?{query}", body)
