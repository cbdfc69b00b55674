"""Plays as the dashboard asks for them, and taken as one's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from evergrow.runtime import Workspace, tick
from evergrow.testing import buy, call, entry_of, identify

NOW = datetime.now(UTC)
LEAKS = {
    ("reach", "acquisition"): "visitor",
    ("acquisition", "conversion"): "cart-abandoned",
    ("conversion", "retention"): "second-order",
    ("retention", "loyalty"): "upsell",
    ("lapsed", "retention"): "win-back",
}


@pytest.fixture
def api(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """An operator of a shop in which one customer left a cart and one bought."""
    calls = [
        identify(NOW - timedelta(days=2), user="ana", email="ana@example.com", birthday="1990-03-02"),
        buy(NOW - timedelta(days=1), user="ana", amount=20, order_id="o-7"),
        call("track", NOW - timedelta(days=1), user="ben", event="Checkout Started", properties={}),
        call("track", NOW - timedelta(days=40), user="ben", event="Ticket Created", properties={}),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    return operator


def test_plays_stand_along_the_lifecycle_with_what_each_needs_and_how_much_of_it_there_is(
    api: httpx.Client,
) -> None:
    plays = {play["name"]: play for play in api.get("/api/plays").json()}
    assert len(plays) == 12
    assert plays["cart-abandoned"]["needs"]["events"] == [
        {"name": "Checkout Started", "count": 1},
        {"name": "Order Completed", "count": 1},
    ]
    assert plays["cart-abandoned"]["needs"]["is_ready"] is True
    assert plays["complaint"]["needs"]["events"][0] == {"name": "Ticket Created", "count": 0}
    assert plays["complaint"]["needs"]["is_ready"] is False
    assert plays["birthday"]["needs"]["traits"] == [
        {"name": "birthday", "count": 1},
        {"name": "email", "count": 1},
    ]
    assert plays["win-back"]["channels"] == ["email", "sms"]
    assert plays["win-back"]["title"] == {"en": "Win-back", "ja": "休眠のお客様へ"}


def test_the_play_for_a_leak_comes_first_among_those_for_its_move(api: httpx.Client) -> None:
    first = {}
    for source, target in LEAKS:
        found = api.get("/api/plays", params={"from": source, "to": target}).json()
        first[source, target] = found[0]["name"]
        assert all({"source": source, "target": target} in play["moves"] for play in found)
    assert first == LEAKS


def test_a_play_shows_its_journeys_and_texts(api: httpx.Client) -> None:
    play = api.get("/api/plays/second-order").json()
    kinds = [one["kind"] for one in play["documents"]]
    assert kinds == ["segment", "message", "message", "message", "message", "journey"]
    journey = play["documents"][-1]["document"]
    assert journey["entry"]["event"] == "Order Completed"
    message = next(one for one in play["documents"] if one["name"] == "second-order-note")
    assert set(message["document"]["languages"]) == {"en", "ja"}
    assert play["rehearsals"]["second-order"].startswith("rehearsal: second-order")
    assert api.get("/api/plays/secnd-order").json()["code"] == "play.unknown"


def test_a_play_that_is_used_becomes_drafts_and_nothing_is_launched(api: httpx.Client) -> None:
    taken = api.post("/api/plays/review/use", json={"shop_url": "https://sakura.jp"}).json()
    assert taken["journeys"] == ["review", "review-thanks"]
    assert {one["state"] for one in taken["documents"]} == {"new"}
    assert api.get("/api/journeys/review").json()["state"] is None
    assert "https://sakura.jp/account/reviews" in api.get("/api/messages/review-ask").json()["yaml"]
    segment = api.get("/api/segments/open-complaints").json()
    assert (segment["customers"], segment["titles"]["ja"]) == (0, "未解決のお困りごと")
    assert {one["titles"]["ja"] for one in api.get("/api/journeys").json()} == {
        "レビューのお願い",
        "レビューへのお礼",
    }
    assert api.get("/api/search", params={"q": "お願いする"}).json()["definitions"][0]["name"] == "review-ask"
    assert api.get("/api/plays/review").json()["is_used"] is True
    launched = api.post("/api/journeys/review/launch", json={})
    assert launched.status_code == 200, launched.text

    again = api.post("/api/plays/review/use", json={"shop_url": "https://sakura.jp"}).json()
    assert {one["state"] for one in again["documents"]} == {"same"}


def test_what_was_changed_is_never_overwritten(api: httpx.Client) -> None:
    api.post("/api/plays/review/use", json={})
    mine = api.get("/api/messages/review-ask").json()["document"] | {"title": "Mine"}
    api.put("/api/messages/review-ask", json={"document": mine})
    segment = api.get("/api/segments/open-complaints").json()
    api.put("/api/segments/open-complaints", json={"title": "Mine", "when": segment["when"]})

    refused = api.post("/api/plays/review/use", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "play.taken")
    assert "review-2" in refused.json()["next_step"]
    other = api.post("/api/plays/review/use", json={"name": "review-2"}).json()

    assert other["journeys"] == ["review-2", "review-2-thanks"]
    states = {one["name"]: one["state"] for one in other["documents"]}
    assert states["open-complaints"] == "yours"
    assert states["review-2-ask"] == "new"
    assert api.get("/api/messages/review-ask").json()["title"] == "Mine"
    assert api.get("/api/messages/review-ask").json()["titles"] == {}
    assert api.get("/api/journeys/review-2").json()["document"]["steps"][-1]["message"] == "review-2-ask"


def test_a_play_about_a_topic_that_is_not_there_is_refused_before_anything_is_kept(api: httpx.Client) -> None:
    api.put("/api/topics", json={"yaml": "topics: [{ id: news }]"})
    refused = api.post("/api/plays/review/use", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "play.unknown_topic")
    assert api.get("/api/messages").json() == []
    assert api.post("/api/plays/review/use", json={"name": "A B"}).json()["code"] == "play.bad_name"
