"""When the first and the last event happened, over HTTP."""

from datetime import UTC, datetime

import httpx
import msgspec

from evergrow.runtime import Workspace, tick
from evergrow.storage.log import Entry

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def record(workspace: Workspace, *happened: str) -> None:
    """One event at each of these moments, in the numbers."""
    events = [
        {"type": "track", "event": "Signed Up", "userId": "ana", "messageId": at, "timestamp": at}
        for at in happened
    ]
    body = msgspec.json.encode({"batch": events})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])
    tick(workspace, NOW)


def test_an_empty_shop_has_no_first_and_no_last_event(operator: httpx.Client) -> None:
    assert operator.get("/api/intake/span").json() == {"events_from": None, "events_until": None}


def test_the_span_runs_from_the_first_event_to_the_last_in_whatever_order_they_came(
    workspace: Workspace, operator: httpx.Client
) -> None:
    record(workspace, "2018-10-17T20:30:18Z", "2016-09-05T00:15:34Z", "2017-01-01T00:00:00Z")
    assert operator.get("/api/intake/span").json() == {
        "events_from": "2016-09-05T00:15:34Z",
        "events_until": "2018-10-17T20:30:18Z",
    }


def test_what_comes_later_moves_the_end(workspace: Workspace, operator: httpx.Client) -> None:
    record(workspace, "2018-10-17T20:30:18Z")
    assert operator.get("/api/intake/span").json()["events_until"] == "2018-10-17T20:30:18Z"
    record(workspace, "2026-11-20T09:00:00Z")
    assert operator.get("/api/intake/span").json()["events_until"] == "2026-11-20T09:00:00Z"


def test_a_visitor_is_not_told(visitor: httpx.Client) -> None:
    assert visitor.get("/api/intake/span").status_code == 401
