"""Visits and what brought them; ways to an order against a slow, obvious recomputation."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pytest

from evergrow.measure import attribution
from tests.unit.measure.shop import EVENTS, day, naive

WINDOW = 30 * 86_400
CAME = [
    ({}, "direct"),
    ({"source": "google", "medium": "organic"}, "organic_search"),
    ({"source": "Google", "medium": "CPC", "name": "brand"}, "paid_search"),
    ({"source": "instagram", "medium": "paid_social"}, "paid_social"),
    ({"source": "facebook", "medium": "cpc"}, "paid_social"),
    ({"source": "facebook"}, "social"),
    ({"source": "newsletter", "medium": "email"}, "email"),
    ({"source": "friends", "medium": "referral"}, "referral"),
    ({"source": "blog", "medium": "affiliate"}, "affiliate"),
    ({"source": "criteo", "medium": "banner"}, "display"),
    ({"source": "shop", "medium": "sms"}, "sms"),
    ({"source": "shop", "medium": "web_push"}, "push"),
    ({"source": "poster", "medium": "qr"}, "other"),
    ({"name": "spring"}, "other"),
    ({"search": "?utm_source=bing&utm_medium=cpc&utm_campaign=tea+time"}, "paid_search"),
    ({"search": "?ref=1&gclid=abc"}, "paid_search"),
    ({"search": "?fbclid=abc"}, "social"),
    ({"referrer": "https://www.google.co.jp/"}, "organic_search"),
    ({"referrer": "https://duckduckgo.com/?q=tea"}, "organic_search"),
    ({"referrer": "https://t.co/xyz"}, "social"),
    ({"referrer": "https://m.facebook.com/"}, "social"),
    ({"referrer": "https://mail.google.com/mail/u/0"}, "email"),
    ({"referrer": "https://a-blog.example/teas"}, "referral"),
    ({"referrer": "https://www.shop.example/cart"}, "direct"),
    ({"referrer": "https://checkout.stripe.com/pay"}, "direct"),
    ({"referrer": ""}, "direct"),
]


def page(key: int, at: datetime, path: str = "/", **told: str) -> dict:
    campaign = {name: told[name] for name in ("source", "medium", "name") if name in told}
    around = {name: told[name] for name in ("search", "referrer") if name in told}
    context = {"campaign": campaign} if campaign else {}
    context["page"] = {"url": "https://shop.example/", **around}
    return {
        "customer_key": key,
        "at": naive(at),
        "name": "Page",
        "kind": "page",
        "context": json.dumps(context),
        "properties": json.dumps({"path": path}),
    }


def order(key: int, at: datetime, amount: int = 10, currency: str = "GBP") -> dict:
    return {
        "customer_key": key,
        "at": naive(at),
        "name": "Order Completed",
        "kind": "track",
        "revenue_micros": amount * 1_000_000,
        "currency": currency,
    }


def events(*rows: dict) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=EVENTS)


def touched(*rows: dict) -> list[dict]:
    found = attribution.touches(events(*rows), day(0), day(60)).to_pyarrow().to_pylist()
    return sorted(found, key=lambda row: (row["customer_key"], row["at"]))


def test_the_rules_tell_the_channel_of_a_visit() -> None:
    found = touched(*(page(key, day(1), **told) for key, (told, _) in enumerate(CAME)))
    assert [row["channel"] for row in found] == [channel for _, channel in CAME]
    assert set(attribution.CHANNELS) >= {channel for _, channel in CAME}


def test_a_campaign_in_the_address_is_read_where_no_context_tells_it() -> None:
    (found,) = touched(page(1, day(1), search="?utm_source=bing&utm_medium=cpc&utm_campaign=tea+time"))
    assert (found["source"], found["campaign"]) == ("bing", "tea time")


def test_a_visit_ends_after_half_an_hour_without_a_page() -> None:
    minutes = [0, 30, 59, 90]  # 30 minutes apart is one visit, 31 are two
    times = [day(1) + timedelta(minutes=minute) for minute in minutes]
    assert [row["at"] for row in touched(*(page(1, at) for at in times))] == [
        naive(times[0]),
        naive(times[3]),
    ]


def test_a_visit_that_runs_when_the_time_begins_does_not_begin_then() -> None:
    assert touched(page(1, day(0) - timedelta(minutes=10)), page(1, day(0) + timedelta(minutes=10))) == []


def test_a_click_in_an_email_and_the_page_it_opens_are_one_visit_by_email() -> None:
    clicked = page(1, day(1)) | {
        "name": "Email Link Clicked",
        "kind": "track",
        "properties": '{"journey": "win-back"}',
    }
    (found,) = touched(clicked, page(1, day(1) + timedelta(seconds=5)))
    assert (found["channel"], found["campaign"]) == ("email", "win-back")


def test_campaigns_beyond_the_most_visited_are_one() -> None:
    rows = [page(key, day(1), source="google", medium="cpc", name=f"c{key % 4}") for key in range(10)]
    visits = attribution.touches(events(*rows), day(0), day(60))
    labels = attribution.labeled(visits, by="campaign", most=2).label.to_pyarrow().to_pylist()
    assert Counter(labels) == {"paid_search/c0": 3, "paid_search/c1": 3, "paid_search/*": 4}


def test_a_landing_page_loses_those_who_do_nothing_else() -> None:
    soon, late = timedelta(minutes=30), timedelta(minutes=31)
    rows = [
        *(page(1, day(1)), page(1, day(1) + late, "/tea")),  # two visits, both bounced
        *(page(2, day(1)), order(2, day(1) + soon)),
        *(page(3, day(1)), page(3, day(1) + soon, "/tea")),
    ]
    found = attribution.landings(events(*rows), day(0), day(60)).to_pyarrow().to_pylist()
    assert found == [
        {"page": "/", "visits": 3, "bounces": 1, "all_visits": 4, "all_bounces": 2},
        {"page": "/tea", "visits": 1, "bounces": 1, "all_visits": 4, "all_bounces": 2},
    ]


@pytest.fixture(scope="module")
def random_shop() -> pa.Table:
    """Forty customers with visits and orders at whole hours, so that some fall together."""
    draw, rows = np.random.default_rng(5), []
    for key in range(40):
        for hour in draw.choice(60 * 24, draw.integers(1, 9), replace=False).tolist():
            source = str(draw.choice(["google", "bing", "friend"]))
            rows.append(page(key, day(0) + timedelta(hours=hour), source=source, medium=source))
        for hour in draw.choice(60 * 24, draw.integers(0, 4), replace=False).tolist():
            rows.append(order(key, day(0) + timedelta(hours=hour), int(draw.integers(1, 90))))
    return events(*rows)


def test_ways_are_those_that_a_loop_over_orders_finds(random_shop: pa.Table) -> None:
    start, end = day(30), day(60)
    visits = attribution.labeled(attribution.touches(random_shop, day(0), end), by="campaign", most=9)
    goals = attribution.conversions(_orders(random_shop), start, end)
    found = attribution.paths(visits, goals, start, WINDOW).to_pyarrow()
    expected, lost, decay = _slow(visits.to_pyarrow().to_pylist(), _orders(random_shop).to_pylist())

    seen = {
        tuple(step[3:] for step in row["path"].split("\t")): (
            row["conversions"],
            row["value_micros"],
            row["newcomers"],
        )
        for row in found.to_pylist()
        if row["conversions"]
    }
    assert seen == expected
    assert {
        tuple(step[3:] for step in row["path"].split("\t")): row["nulls"]
        for row in found.to_pylist()
        if row["nulls"]
    } == lost
    aged = attribution.decayed(visits, goals, ibis.literal(WINDOW, type="int64")).to_pyarrow().to_pylist()
    assert {row["label"]: row["conversions"] for row in aged} == pytest.approx(decay)


def _orders(table: pa.Table) -> pa.Table:
    rows = [row for row in table.to_pylist() if row["name"] == "Order Completed"]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def _slow(visits: list[dict], orders: list[dict]) -> tuple[dict, dict, dict]:
    """The ways of the last thirty days by loops: what each brought, those that led nowhere, and credit by age."""
    window = timedelta(seconds=WINDOW)
    brought, decay, followed = dict[tuple, tuple](), Counter[str](), set[tuple]()
    for one in orders:
        before = [
            visit
            for visit in visits
            if visit["customer_key"] == one["customer_key"] and one["at"] - window <= visit["at"] <= one["at"]
        ]
        if one["at"] < naive(day(30)):
            continue
        followed |= {(visit["customer_key"], visit["at"]) for visit in before}
        if not before:
            continue
        path = tuple(visit["label"] for visit in sorted(before, key=lambda visit: visit["at"]))
        first = min(each["at"] for each in orders if each["customer_key"] == one["customer_key"])
        more = (1, one["revenue_micros"], int(one["at"] == first))
        brought[path] = tuple(a + b for a, b in zip(brought.get(path, (0, 0, 0)), more, strict=True))
        weights = [2 ** (-(one["at"] - visit["at"]) / timedelta(days=7)) for visit in before]
        for visit, weight in zip(before, weights, strict=True):
            decay[visit["label"]] += weight / sum(weights)
    lost = dict[int, list]()
    for visit in sorted(visits, key=lambda visit: visit["at"]):
        if visit["at"] >= naive(day(30)) and (visit["customer_key"], visit["at"]) not in followed:
            lost.setdefault(visit["customer_key"], []).append(visit["label"])
    return brought, dict(Counter(map(tuple, lost.values()))), dict(decay)
