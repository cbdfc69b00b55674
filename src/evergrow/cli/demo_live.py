"""Keep the demo's shop alive: its visitors' calls, posted to its own HTTP API, as a site would."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Final

import httpx

from evergrow.cli.demo_shop import DemoShop
from evergrow.cli.presence import server_of
from evergrow.cli.serving import Alongside
from evergrow.runtime import Workspace
from evergrow.world import LiveCall, live

_FURTHEST_BEHIND_SECONDS: Final = 5.0
_RETRY_SECONDS: Final = 2.0


def keep_alive(shop: DemoShop) -> Alongside:
    """Work for `serve_directory`: posts calls until it is asked to stop."""

    def run(_: Workspace, stop: threading.Event) -> None:
        server = server_of(shop.data)
        assert server is not None, "the server announces itself before anything runs beside it"
        with httpx.Client(base_url=server.url, auth=(shop.write_key, ""), timeout=30) as client:
            _post_when_due(client, shop, stop)

    return run


def _post_when_due(client: httpx.Client, shop: DemoShop, stop: threading.Event) -> None:
    calls = live(shop.plan, seed=int(datetime.now(UTC).timestamp()))
    start = time.monotonic()
    while not stop.is_set():
        call = next(calls)
        ahead = start + call.at_seconds - time.monotonic()
        if ahead < -_FURTHEST_BEHIND_SECONDS:  # the machine slept: go on from now instead of catching up
            start -= ahead
        elif ahead > 0 and stop.wait(ahead):
            return
        while not _post(client, call) and not stop.wait(_RETRY_SECONDS):
            pass


def _post(client: httpx.Client, call: LiveCall) -> bool:
    """Whether the call was taken; a server that is busy or stopping is asked again."""
    try:
        return client.post(f"/v1/{call.message['type']}", json=call.message).is_success
    except httpx.TransportError:
        return False
