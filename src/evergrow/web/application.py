"""The application: the collector first, then the API, then the dashboard's files.

Holds   a tracking request never meets FastAPI: one comparison of its path sends it to the collector,
        which answers three times faster (measured in benchmarks/). A server that is told to use `protocol`
        takes a single plain event shorter still.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Final

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from evergrow.deliver.channels.in_app import bell_of
from evergrow.ingest import Source, find_source
from evergrow.runtime import TickResult, Workspace
from evergrow.web.answers import Answers
from evergrow.web.collect import ShortWay, collector
from evergrow.web.live import Live, live_tick
from evergrow.web.pages import page
from evergrow.web.problems import answer_problems, describe_problems
from evergrow.web.public import build_public
from evergrow.web.routes import build_routes
from evergrow.web.shield import Shield
from evergrow.web.site import Site
from evergrow.web.uploads import Uploads
from evergrow.web.version import VERSION

COLLECTED: Final = ("/v1/", "/1/")
"""Where the addresses of the collector begin: Segment's and CleverTap's."""


class Application:
    """The whole server as one ASGI application. `live` ends the open streams when the server stops.

    `protocol` is for Uvicorn's setting `http`.
    """

    def __init__(self, site: Site, collect: ASGIApp, protocol: type[asyncio.Protocol]) -> None:
        self._site = site
        self._pages = Shield(describe(), site.workspace.settings)
        self._collect = collect
        self._life = Router(lifespan=self._live)
        self.live = site.live
        self.protocol = protocol

    def publish(self, result: TickResult) -> None:
        """Tell the open pages what a tick did. The worker calls it, from its own thread."""
        self.live.publish(live_tick(result))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._life.lifespan(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(COLLECTED):
            await self._collect(scope, receive, send)
        else:
            scope["state"] = {**scope.get("state", {}), "site": self._site}
            await self._pages(scope, receive, send)

    @asynccontextmanager
    async def _live(self, _: object) -> AsyncIterator[None]:
        threads = self._site.workspace.settings.page_threads
        anyio.to_thread.current_default_thread_limiter().total_tokens = threads
        self._site.uploads.clear()
        yield


def app(workspace: Workspace, *, token: str = "", setup_token: str = "") -> Application:
    """The application over this workspace. `token` lets commands in; `setup_token` guards the first visit."""
    live = Live(closing=bell_of(workspace.state).close)
    workspace.is_watched = lambda: live.has_pages
    site = Site(
        workspace=workspace,
        token=token,
        setup_token=setup_token,
        live=live,
        answers=Answers(
            lambda: workspace.version, at_once=workspace.settings.computing_threads, overdue=live.remind
        ),
        uploads=Uploads(workspace.settings.data, largest_bytes=workspace.settings.largest_import_bytes),
    )
    whole, short = _collect(workspace)
    return Application(site, whole, short.protocol())


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        return describe_problems(super().openapi())


@cache
def describe() -> FastAPI:
    """The API and the dashboard without a workspace behind them: every request says whose it is. Made once in a process,
    because two hundred routes take a second.
    """
    api = _Api(
        title="Evergrow",
        version=VERSION,
        summary="The open customer lifecycle platform.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    api.include_router(build_routes())
    api.include_router(build_public())
    answer_problems(api)
    api.router.routes.append(Route("/{path:path}", page, methods=["GET"], include_in_schema=False))
    api.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    return api


def _collect(workspace: Workspace) -> tuple[ASGIApp, ShortWay]:
    def find(write_key: str) -> Source | None:
        with workspace.state.reading() as tx:
            return find_source(tx, write_key)

    now = partial(datetime.now, UTC)
    return collector(workspace.log, find, now), ShortWay(workspace.log, find, now)
