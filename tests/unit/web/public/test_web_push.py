"""A browser that is given another subscription is pushed to there, and only the browser itself can say so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from evergrow.deliver.channels.web_push import encoded, new_private_key, public_key_of
from evergrow.record import customers
from evergrow.runtime import Workspace, tick
from evergrow.testing import entry_of, identify
from evergrow.web import app, client_of

NOW = datetime.now(UTC)


def subscription(name: str) -> dict[str, Any]:
    keys = {"p256dh": public_key_of(new_private_key()), "auth": encoded(b"0123456789abcdef")}
    return {"endpoint": f"https://push.example/{name}", "expirationTime": None, "keys": keys}


OLD, NEW = subscription("old"), subscription("new")


@pytest.fixture
def anybody(workspace: Workspace) -> Iterator[httpx.Client]:
    """A browser without a session, whose page stated its subscription; of Ben's it stated another."""
    stated = [
        identify(NOW - timedelta(days=1), user="ana", web_push=OLD),
        identify(NOW - timedelta(days=1), user="ben", web_push=subscription("bens")),
    ]
    workspace.log.append_now([entry_of(stated, received_at=NOW)])
    tick(workspace, NOW)
    with client_of(app(workspace), {}) as client:
        yield client


def pushed_to(workspace: Workspace) -> set[str]:
    """Where browsers are pushed to now."""
    tick(workspace, datetime.now(UTC))
    rows = workspace.warehouse.fetch(customers.TRAITS.rows).to_pylist()
    told = [json.loads(row["value"]) for row in rows if row["key"] == "web_push"]
    return {one["endpoint"].rpartition("/")[2] for one in told if one}


def test_a_browser_says_where_it_is_pushed_to_from_now_on(
    workspace: Workspace, anybody: httpx.Client
) -> None:
    for _ in range(2):
        told = anybody.post("/public/web-push/moved", content=json.dumps({"old": OLD, "new": NEW}))
        assert (told.status_code, told.content) == (204, b"")
    assert pushed_to(workspace) == {"new", "bens"}

    anybody.post("/public/web-push/moved", content=json.dumps({"old": NEW, "new": None}))
    assert pushed_to(workspace) == {"bens"}


def test_who_does_not_know_the_secret_or_says_nothing_sound_moves_nobody(
    workspace: Workspace, anybody: httpx.Client
) -> None:
    for body in (
        {"old": OLD | {"keys": OLD["keys"] | {"auth": encoded(b"f" * 16)}}, "new": NEW},
        {"old": OLD, "new": NEW | {"endpoint": "ftp://elsewhere"}},
        {"old": {"endpoint": OLD["endpoint"]}, "new": NEW},
        {"old": OLD},
        [],
    ):
        assert anybody.post("/public/web-push/moved", content=json.dumps(body)).status_code == 204
    assert anybody.post("/public/web-push/moved", content=b"x" * 20_000).status_code == 413
    assert pushed_to(workspace) == {"old", "bens"}
