"""Conditions about customers, one kind after the other, each as of an instant of its own."""

from __future__ import annotations

from datetime import datetime

import pytest

from evergrow.definitions.conditions import read_condition
from evergrow.measure.segments import World, holds
from tests.unit.measure.segments.histories import SHOP, WORLD, Happened, Stated, after, asked, grounds_of

_PHONE = {"userAgent": "Mozilla/5.0 (iPhone) Mobile", "timezone": "Asia/Tokyo", "locale": "ja-JP"}
HISTORY = [
    Happened(
        1, after(days=0), "Product Viewed", properties={"category": "shoes", "price": 30}, context=_PHONE
    ),
    Happened(1, after(days=1), "Product Viewed", properties={"category": "hats", "price": "12.5"}),
    Happened(1, after(days=2), "Product Viewed", properties={"category": "shoes", "is_new": True}),
    Happened(1, after(days=3), "Order Completed", revenue=40, properties={"category": "shoes"}),
    Happened(1, after(days=10), "Order Completed", revenue=60, context={"campaign": {"source": "google"}}),
    Happened(2, after(days=0), "Signed Up"),
]
STATED = [
    Stated(1, "country", "JP", after(days=0)),
    Stated(1, "country", "FR", after(days=20)),
    Stated(1, "address", {"city": "Osaka"}, after(days=0)),
    Stated(1, "birthday", "1990-03-05", after(days=0)),
    Stated(1, "age", 35, after(days=0)),
    Stated(1, "email.offers", True, after(days=1), is_consent=True),
    Stated(1, "email.all", False, after(days=15), is_consent=True),
]
GROUNDS = grounds_of(HISTORY, STATED)


def _of(text: str, customer: int, at: datetime, world: World = WORLD) -> bool:
    found = holds(asked((customer, at)), {"it": read_condition(text)}, GROUNDS, world)
    return found.to_pyarrow()["it"][0].as_py()


@pytest.mark.parametrize(
    ("text", "holds_for_one"),
    [
        ("did 'Order Completed'", True),
        ("did not 'Order Refunded'", True),
        ("did 'Order Completed' in the last 7 days", True),
        ("count of 'Order Completed' in the last 7 days >= 2", False),
        ("count of 'Order Completed' in the last 8 days >= 2", True),
        ("count of any event >= 5", True),
        ("sum of revenue of 'Order Completed' >= 100", True),
        ("average of revenue of 'Order Completed' = 50", True),
        ("highest revenue of 'Order Completed' = 60", True),
        ("lowest properties.price of 'Product Viewed' = 12.5", True),
        ("sum of properties.price of 'Product Viewed' = 42.5", True),
        ("first properties.category of 'Product Viewed' = 'shoes'", True),
        ("last properties.category of 'Product Viewed' where (properties.is_new = false) = 'hats'", False),
        ("last properties.category of 'Product Viewed' where (properties.price < 20) = 'hats'", True),
        ("did 'Product Viewed' where (properties.is_new = true)", True),
        ("did 'Product Viewed' where (properties.category contains 'SHO')", True),
        ("did 'Product Viewed' where (properties.category in ('hats', 'gloves'))", True),
        ("did 'Product Viewed' where (properties.price is known and properties.price > 25)", True),
        ("time since last 'Order Completed' < 1 days", True),
        ("time since first 'Order Completed' >= 7 days", True),
        ("time since first 'Order Refunded' >= 1 days", False),
        ("share of properties.category = 'shoes' in 'Product Viewed' in the last 90 days > 0.5", True),
        ("share of properties.category = 'shoes' in 'Product Viewed' in the last 90 days > 0.7", False),
        ("trait.country = 'JP'", True),
        ("trait.country != 'JP'", False),
        ("trait.address.city starts with 'osa'", True),
        ("trait.age >= 35 and trait.age < 36", True),
        ("trait.shoe_size is known", False),
        ("trait.shoe_size is not known", True),
        ("consent.email.offers", True),
        ("consent.email.offers = true and not consent.sms.offers", True),
        ("stage = 'retention'", True),
        ("stage in ('reach', 'lapsed')", False),
        ("time_in_stage < 1 hour", True),
        ("orders >= 2 and orders in the last 7 days = 1", True),
        ("seen and not known", True),
        ("context.device = 'phone' and context.language = 'ja'", True),
        ("context.source = 'google'", True),
        ("context.hour = 9 and context.weekday = 'tuesday'", True),
        ("rfm = 'champion'", False),
        ("rfm.r >= 1 and rfm is known", True),
    ],
)  # fmt: skip
def test_what_is_asked_about_a_customer_after_ten_days(text: str, holds_for_one: bool) -> None:
    assert _of(text, 1, after(days=10)) is holds_for_one


def test_a_customer_of_whom_nothing_is_known_did_nothing() -> None:
    assert _of("did not any event and sum of revenue of 'Order Completed' = 0", 99, after(days=1))
    assert not _of("seen or stage is known or trait.country is known or rfm is known", 99, after(days=1))


def test_only_what_had_happened_by_then_counts() -> None:
    subjects = asked((1, after(days=2)), (1, after(days=3)), (1, after(days=21)), (2, after(days=21)))
    conditions = {
        "bought": read_condition("did 'Order Completed'"),
        "french": read_condition("trait.country = 'FR'"),
        "agreed": read_condition("consent.email.offers"),
    }
    found = holds(subjects, conditions, GROUNDS, WORLD).order_by("row_key").to_pyarrow()
    assert found["bought"].to_pylist() == [False, True, True, False]
    assert found["french"].to_pylist() == [False, False, True, False]
    assert found["agreed"].to_pylist() == [True, True, False, False]


def test_a_birthday_is_the_day_at_the_customers() -> None:
    assert _of("trait.birthday is today", 1, datetime(2025, 3, 4, 15, 0))  # midnight in Tokyo
    assert not _of("trait.birthday is today", 1, datetime(2025, 3, 4, 14, 59))
    assert not _of("trait.birthday is today", 1, datetime(2025, 3, 5, 15, 0))


def test_a_segment_is_what_its_condition_says_at_that_instant() -> None:
    world = World(
        lifecycle=SHOP,
        segments=(
            ("buyers", read_condition("did 'Order Completed'")),
            ("japanese buyers", read_condition("in segment 'buyers' and trait.country = 'JP'")),
        ),
    )
    assert _of("in segment 'japanese buyers'", 1, after(days=5), world)
    assert _of("not in segment 'japanese buyers' and in segment 'buyers'", 1, after(days=25), world)
