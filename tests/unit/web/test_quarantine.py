"""Records that were set aside, over HTTP: seen, taken home, mended, tried again."""

from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from evergrow.runtime import Workspace, tick
from evergrow.storage.log import Entry

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def shop(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """One good record and two without a customer."""
    batch = [
        {"type": "track", "event": "Signed Up", "userId": "ana", "messageId": "m1"},
        {"type": "track", "event": "Signed Up", "messageId": "m2"},
        {"type": "track", "event": "Signed Up", "messageId": "m3"},
    ]
    workspace.log.append_now([Entry("src_1", "segment", "batch", msgspec.json.encode({"batch": batch}), NOW)])
    tick(workspace, NOW)
    return operator


def test_every_record_ended_somewhere_and_the_counts_add_up(shop: httpx.Client) -> None:
    counts = shop.get("/api/intake").json()
    assert (counts["received"], counts["accepted"], counts["quarantined"], counts["duplicates"]) == (
        3,
        1,
        2,
        0,
    )
    assert [(found["reason"], found["count"]) for found in counts["by_reason"]] == [("missing_id", 2)]


def test_a_record_says_what_is_wrong_and_what_to_do(shop: httpx.Client) -> None:
    page = shop.get("/api/quarantine?reason=missing_id&limit=1").json()
    assert (page["total"], len(page["rows"])) == (2, 1)
    assert page["rows"][0]["next_step"]
    assert "Signed Up" in page["rows"][0]["record"]
    assert len(shop.get("/api/quarantine/download").text.splitlines()) == 2


def test_a_mended_record_goes_through_and_one_still_broken_does_not(
    workspace: Workspace, shop: httpx.Client
) -> None:
    first, second = (row["id"] for row in shop.get("/api/quarantine").json()["rows"])
    mended = msgspec.json.encode(
        {"type": "track", "event": "Signed Up", "messageId": "m3", "userId": "ben"}
    ).decode()

    good = shop.post(f"/api/quarantine/{first}/mend", json={"record": mended})
    bad = shop.post(f"/api/quarantine/{second}/mend", json={"record": "{"})
    tick(workspace, NOW)

    assert good.json() == {"status": "retried"}
    assert bad.status_code == 422
    assert shop.get("/api/intake").json()["accepted"] == 2
    assert shop.get("/api/quarantine").json()["total"] == 1


def test_what_is_tried_again_unchanged_is_set_aside_again_and_counted_once(
    workspace: Workspace, shop: httpx.Client
) -> None:
    assert shop.post("/api/quarantine/retry", json={"reason": "missing_id"}).json() == {"retried": 2}
    tick(workspace, NOW)
    counts = shop.get("/api/intake").json()
    assert (counts["received"], counts["quarantined"]) == (3, 2)
