"""Keys, money and periods: the words every room uses."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import (
    Period,
    Refusal,
    amount_of,
    iso,
    key_of,
    keys_of,
    micros_of,
    parse_instant,
    parse_period,
)


def test_a_key_is_the_same_on_every_machine() -> None:
    assert key_of("") == int.from_bytes(bytes.fromhex("d41d8cd98f00b204"), "big", signed=True)


@given(st.lists(st.text()))
def test_many_keys_are_the_keys_of_each(texts: list[str]) -> None:
    assert keys_of(texts) == [key_of(text) for text in texts]


@pytest.mark.parametrize(
    ("amount", "micros"),
    [(0.1, 100_000), ("8911407.904", 8_911_407_904_000), (3, 3_000_000), ("-2.5", -2_500_000), ("1e-7", 0)],
)
def test_money_is_exact(amount: str | float, micros: int) -> None:
    assert micros_of(amount) == micros


@pytest.mark.parametrize("amount", ["", "twelve", "NaN", float("inf"), "1e30"])
def test_what_is_no_sensible_amount_has_none(amount: str | float) -> None:
    assert micros_of(amount) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_an_amount_comes_back_as_it_went_in(amount: Decimal) -> None:
    micros = micros_of(amount)
    assert micros is not None
    assert amount_of(micros) == amount


def test_a_period_knows_the_one_before_it() -> None:
    period = parse_period("2011-03-01..2011-03-31")
    assert period.before() == Period(datetime(2011, 1, 30, tzinfo=UTC), datetime(2011, 3, 1, tzinfo=UTC))


def test_a_date_begins_at_midnight_of_the_zone_asked_for() -> None:
    assert iso(parse_instant("2011-07-01", zone="Asia/Tokyo")) == "2011-06-30T15:00:00Z"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2011-03-01", "period.unreadable"),
        ("2011-03-01..", "period.unreadable"),
        ("2011-03-02..2011-03-01", "period.empty"),
        ("0000-01-01..2011-03-01", "date.unreadable"),
        ("2011-13-01..2012-01-01", "date.unreadable"),
    ],
)
def test_a_period_that_cannot_be_read_is_refused_with_what_to_write(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_period(text)
    assert refused.value.code == code
    assert refused.value.problems[0].next_step
