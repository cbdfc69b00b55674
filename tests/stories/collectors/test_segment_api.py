"""Segment's tracking API as curl sees it."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from evergrow import ingest
from tests.stories.collectors.conftest import Door

BY_ADDRESS = {
    "/v1/track": ({"userId": "ana", "event": "Signed Up"}, "Signed Up"),
    "/v1/t": ({"userId": "ana", "event": "Signed Up"}, "Signed Up"),
    "/v1/identify": ({"userId": "ana", "traits": {"plan": "gold"}}, "Identified"),
    "/v1/i": ({"userId": "ana", "traits": {"plan": "gold"}}, "Identified"),
    "/v1/page": ({"anonymousId": "v1", "name": "Home"}, "Page Viewed"),
    "/v1/p": ({"anonymousId": "v1", "name": "Home"}, "Page Viewed"),
    "/v1/screen": ({"userId": "ana", "name": "Start"}, "Screen Viewed"),
    "/v1/s": ({"userId": "ana", "name": "Start"}, "Screen Viewed"),
    "/v1/group": ({"userId": "ana", "groupId": "acme"}, "Grouped"),
    "/v1/g": ({"userId": "ana", "groupId": "acme"}, "Grouped"),
    "/v1/alias": ({"userId": "ana", "previousId": "v1"}, "Aliased"),
    "/v1/a": ({"userId": "ana", "previousId": "v1"}, "Aliased"),
    "/v1/batch": ({"batch": [{"type": "track", "userId": "ana", "event": "Signed Up"}]}, "Signed Up"),
    "/v1/b": ({"batch": [{"type": "track", "userId": "ana", "event": "Signed Up"}]}, "Signed Up"),
    "/v1/import": ({"batch": [{"type": "track", "userId": "ana", "event": "Signed Up"}]}, "Signed Up"),
}


def test_every_address_takes_its_kind_of_event(door: Door) -> None:
    for path, (body, _) in BY_ADDRESS.items():
        answer = door.post(path, body)
        assert (path, answer.status_code, answer.json()) == (path, 200, {"success": True})

    names = [event["name"] for event in door.events(len(BY_ADDRESS))]

    assert names == [name for _, name in BY_ADDRESS.values()]


def test_the_write_key_may_stand_in_the_body_instead(door: Door) -> None:
    single = {"userId": "ana", "event": "Signed Up", "writeKey": door.source.write_key}
    batch = {
        "batch": [single | {"type": "track", "messageId": door.source.id}],
        "writeKey": door.source.write_key,
    }

    assert door.http.post("/v1/track", json=single).status_code == 200
    assert door.http.post("/v1/batch", json=batch).status_code == 200
    assert len(door.events(2)) == 2


def test_a_packed_body_is_unpacked(door: Door) -> None:
    packed = gzip.compress(json.dumps({"userId": "ana", "event": "Signed Up"}).encode())

    assert door.post("/v1/track", packed, headers={"content-encoding": "gzip"}).status_code == 200
    assert [event["name"] for event in door.events(1)] == ["Signed Up"]


def test_a_wrong_clock_of_the_sender_is_corrected_by_sent_at(door: Door) -> None:
    a_year_ago = datetime.now(UTC) - timedelta(days=365)
    body = {
        "userId": "ana",
        "event": "Signed Up",
        "timestamp": (a_year_ago - timedelta(minutes=10)).isoformat(),
        "sentAt": a_year_ago.isoformat(),
    }
    door.post("/v1/track", body)

    event = door.events(1)[0]

    off = event["received_at"] - event["at"] - timedelta(minutes=10)
    assert abs(off) < timedelta(milliseconds=1)


def test_the_same_message_id_counts_once_also_across_requests(door: Door) -> None:
    event = {"type": "track", "userId": "ana", "event": "Signed Up", "messageId": door.source.id}
    door.post("/v1/batch", {"batch": [event, event]})
    door.events(1)
    door.post("/v1/track", event)

    assert door.counts(3) == (1, 0, 2)
    assert len(door.events(1)) == 1


def test_one_bad_event_of_a_batch_costs_its_neighbors_nothing(door: Door) -> None:
    good = {"type": "track", "userId": "ana", "event": "Signed Up"}
    bad = [{"type": "track", "userId": "ana"}, {"type": "track", "userId": True, "event": "x"}, 7]
    answer = door.post("/v1/batch", {"batch": [good, *bad]})

    aside = door.quarantined(3)

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert sorted(one.reason for one in aside) == ["missing_event_name", "wrong_type", "wrong_type"]
    assert len(door.events(1)) == 1


def test_a_quarantined_event_can_be_mended_and_is_then_counted_as_accepted(door: Door) -> None:
    door.post("/v1/track", {"userId": "ana"})
    aside = door.quarantined(1)[0]
    with door.workspace.state.transaction() as tx:
        mended = json.dumps(json.loads(aside.record) | {"event": "Signed Up"})
        ingest.mend_quarantined(tx, door.workspace.log, datetime.now(UTC), aside.id, mended)

    assert [event["name"] for event in door.events(1)] == ["Signed Up"]
    assert door.counts(1) == (1, 0, 0)


def test_a_page_of_any_site_may_send(door: Door) -> None:
    asked = {
        "origin": "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    preflight = door.http.options("/v1/t", headers=asked)
    answer = door.post("/v1/t", {"userId": "ana", "event": "x"}, headers={"origin": "https://shop.example"})

    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "authorization,content-type"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_settings_send_the_browser_sdk_back_to_this_server(door: Door) -> None:
    settings = door.http.get(f"/v1/projects/{door.source.write_key}/settings").json()

    segment = settings["integrations"]["Segment.io"]
    assert (segment["apiKey"], segment["apiHost"]) == (door.source.write_key, f"{door.host}/v1")
    assert list(settings["integrations"]) == ["Segment.io"]


def test_the_account_id_of_a_clevertap_source_opens_nothing_without_its_passcode(door: Door) -> None:
    event = {"userId": "ana", "event": "Signed Up"}

    assert door.http.post("/v1/track", json=event, auth=(door.clevertap.write_key, "")).status_code == 401
    assert door.http.get(f"/v1/projects/{door.clevertap.write_key}/settings").status_code == 401


def test_a_revoked_write_key_opens_nothing_within_seconds(door: Door) -> None:
    event = {"userId": "ana", "event": "Signed Up"}
    assert door.post("/v1/track", event).status_code == 200
    with door.workspace.state.transaction() as tx:
        ingest.revoke_source(tx, door.source.id, datetime.now(UTC))

    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while (answer := door.post("/v1/track", event)).status_code == 200 and datetime.now(UTC) < deadline:
        pass

    assert (answer.status_code, answer.json()["code"]) == (401, "write_key.unknown")


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/", "/1/other"])
def test_an_unknown_address_says_which_there_are(door: Door, path: str) -> None:
    answer = door.http.post(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "request.unknown_address")


def test_an_address_of_the_collector_takes_only_posts(door: Door) -> None:
    answer: httpx.Response = door.http.get("/v1/track")

    assert (answer.status_code, answer.json()["code"]) == (405, "request.wrong_method")
