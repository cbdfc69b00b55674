"""Segments over HTTP: drafted, previewed, saved, looked at, exported, taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from evergrow.runtime import Workspace, tick
from evergrow.testing import buy, entry_of, identify, view

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
BUYERS = {"title": "Buyers", "when": "did 'Order Completed' in the last 90 days"}


@pytest.fixture
def shop(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """Three customers: ana bought twice, ben once, cy only looked."""
    calls = [
        identify(NOW - 3 * DAY, user="ana", name="Ana", country="JP"),
        buy(NOW - 2 * DAY, user="ana"),
        buy(NOW - DAY, user="ana", amount=50),
        identify(NOW - 3 * DAY, user="ben", name="Ben", country="FR"),
        buy(NOW - DAY, user="ben"),
        view(NOW - DAY, user="cy"),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    return operator


def test_a_draft_is_previewed_with_its_count_sample_and_words(shop: httpx.Client) -> None:
    shop.put("/api/segments/buyers", json=BUYERS)
    draft = {"when": "count of 'Order Completed' >= 2 and trait.country = 'JP'"}
    answer = shop.post("/api/segments/preview", json=draft).json()
    assert answer["problems"] == []
    assert answer["sentence"]["en"] == "bought at least twice and lives in JP"
    assert (answer["preview"]["customers"], answer["preview"]["of"]) == (1, 3)
    assert [row["customer_id"] for row in answer["preview"]["sample"]] == ["user:ana"]
    assert answer["preview"]["overlaps"] == [{"segment": "buyers", "customers": 2, "both": 1}]
    again = shop.post("/api/segments/preview", json={"tree": answer["tree"]}).json()
    assert again["when"] == answer["when"]


def test_what_is_wrong_with_a_draft_is_told(shop: httpx.Client) -> None:
    draft = {"yaml": "segment: one\nwhen: in segment 'buyer' and stage = 'loyal'\n"}
    problems = shop.post("/api/segments/preview", json=draft).json()["problems"]
    assert [problem["code"] for problem in problems] == [
        "definition.unknown_segment",
        "definition.unknown_name",
    ]
    assert "Did you mean 'loyalty'?" in problems[1]["what"]
    assert shop.put("/api/segments/one", json=draft).status_code == 422


def test_a_saved_segment_has_its_customers_at_once_and_follows(
    shop: httpx.Client, workspace: Workspace
) -> None:
    saved = shop.put("/api/segments/buyers", json=BUYERS).json()
    assert (saved["version"], saved["customers"], saved["entered"]) == (1, 2, 0)
    workspace.log.append_now([entry_of([buy(NOW, user="cy")], received_at=NOW)])
    tick(workspace, NOW + timedelta(seconds=1))
    (shown,) = shop.get("/api/segments").json()
    assert (shown["customers"], shown["entered"], shown["left"]) == (3, 1, 0)


def test_lists_exports_and_reports_take_a_segment(shop: httpx.Client) -> None:
    shop.put("/api/segments/buyers", json=BUYERS)
    page = shop.get("/api/customers?segment=segment:buyers&sort=revenue").json()
    assert (page["total"], [row["customer_id"] for row in page["rows"]]) == (2, ["user:ana", "user:ben"])
    export = shop.get("/api/customers/export?segment=segment:buyers").text
    assert len(export.splitlines()) == 3
    board = shop.get("/api/lifecycle?segment=segment:buyers").json()
    assert board["customers"] == 2
    earlier = shop.get(
        "/api/customers", params={"segment": "segment:buyers", "at": (NOW - 1.5 * DAY).isoformat()}
    )
    assert [row["customer_id"] for row in earlier.json()["rows"]] == ["user:ana"]
    unknown = shop.get("/api/rfm?segment=segment:buyer")
    assert unknown.status_code == 422
    assert "Did you mean 'segment:buyers'?" in unknown.json()["detail"]


def test_a_segment_in_use_is_not_taken_away(shop: httpx.Client) -> None:
    shop.put("/api/segments/buyers", json=BUYERS)
    shop.put("/api/segments/others", json={"when": "not in segment 'buyers'"})
    assert shop.get("/api/segments/buyers").json()["used_by"] == ["segment others"]
    refused = shop.delete("/api/segments/buyers")
    assert (refused.status_code, refused.json()["code"]) == (409, "segment.in_use")
    assert shop.delete("/api/segments/others").status_code == 204
    assert shop.delete("/api/segments/buyers").status_code == 204
    assert shop.get("/api/segments").json() == []
    assert shop.get("/api/segments/buyers").status_code == 404


def test_changing_a_segment_makes_a_version_and_refills_who_hangs_on_it(shop: httpx.Client) -> None:
    shop.put("/api/segments/buyers", json=BUYERS)
    shop.put("/api/segments/others", json={"when": "not in segment 'buyers'"})
    shop.put("/api/segments/buyers", json=BUYERS | {"when": "count of 'Order Completed' >= 2"})
    sizes = {row["name"]: row["customers"] for row in shop.get("/api/segments").json()}
    assert sizes == {"buyers": 1, "others": 2}
    versions = shop.get("/api/segments/buyers/versions").json()
    assert [version["version"] for version in versions] == [2, 1]


def test_the_builder_is_told_what_there_is(shop: httpx.Client) -> None:
    fields = shop.get("/api/segments/fields").json()
    order = next(event for event in fields["seen"]["events"] if event["name"] == "Order Completed")
    assert order["events"] == 3
    assert {"name": "currency", "values": ["USD"]} in order["properties"]
    country = next(trait for trait in fields["seen"]["traits"] if trait["name"] == "country")
    assert set(country["values"]) == {"JP", "FR"}
    assert "orders" in fields["metrics"]
    assert {"id": "loyalty", "title": "Loyalty", "titles": {}} in fields["stages"]
