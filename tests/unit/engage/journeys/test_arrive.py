"""Waits in the customer's own time, over the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.journeys import WaitBestHour, WaitUntil
from evergrow.engage.journeys.arrive import put_due
from evergrow.kernel import key_of, local_instant, next_local
from tests.unit.engage.journeys.scenes import START, Happened, record

ZONES = ("UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),
    clock=st.times().map(lambda found: time(found.hour, found.minute)),
    zone=st.sampled_from(ZONES),
)
def test_the_next_local_time_is_the_first_instant_at_which_a_clock_shows_it(
    at: datetime, clock: time, zone: str
) -> None:
    after = at.replace(tzinfo=UTC)

    found = next_local(after, clock, zone)

    shown = found.astimezone(ZoneInfo(zone))
    assert after <= found <= after + timedelta(days=2)
    is_there = shown.time() == clock
    before_gap = (found - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset()
    assert is_there or before_gap != shown.utcoffset()  # clocks skipped it: the first instant after the gap
    assert not is_there or shown.fold == 0  # of a time that comes twice, the first


@pytest.mark.parametrize(
    ("day", "clock", "zone", "instant"),
    [
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:00"),  # skipped: 03:00 summer time
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),  # twice: still summer time
        ("2026-03-08", "02:00", "America/New_York", "2026-03-08T07:00"),
        ("2011-12-30", "09:00", "Pacific/Apia", "2011-12-30T10:00"),  # a day that Samoa never had
    ],
)
def test_skipped_and_repeated_times_have_one_instant(day: str, clock: str, zone: str, instant: str) -> None:
    found = local_instant(datetime.fromisoformat(day).date(), time.fromisoformat(clock), zone)

    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_everybody_waits_for_their_own_morning() -> None:
    facts = record(
        [Happened("user:ana", 0, "Seen"), Happened("user:bob", 0, "Seen"), Happened("user:cid", 0, "Seen")],
        {"user:ana": {"timezone": "Asia/Tokyo"}, "user:bob": {"time_zone": "Nowhere/Land"}},
    )
    keys = {name: key_of(name) for name in ("user:ana", "user:bob", "user:cid")}
    rows = _arrived([keys["user:ana"], keys["user:bob"], keys["user:cid"]])

    due = put_due(facts, WaitUntil(id="w", clock=time(9)), rows)

    assert dict(due.select("customer_key", "due_at").iter_rows()) == {
        keys["user:ana"]: datetime(2026, 3, 3, 0),  # 09:00 in Tokyo
        keys["user:bob"]: datetime(2026, 3, 3, 9),  # no such zone: the account's
        keys["user:cid"]: datetime(2026, 3, 3, 9),
    }


def test_the_best_hour_is_the_one_in_which_a_customer_did_most_and_no_later_than_allowed() -> None:
    evenings = [Happened("user:ana", -24 * day + 11, "Seen") for day in range(1, 6)]  # 21:00 UTC
    mails = [Happened("user:ana", -24 * day - 1, "Email Sent") for day in range(1, 20)]  # happened to her
    facts = record([*evenings, *mails, Happened("user:ana", -30, "Seen"), Happened("user:bob", 0, "Other")])
    keys = {name: key_of(name) for name in ("user:ana", "user:bob", "user:cid")}
    rows = _arrived([keys["user:ana"]])

    patient = put_due(facts, WaitBestHour(id="b", at_most=timedelta(hours=24)), rows)
    hasty = put_due(facts, WaitBestHour(id="b", at_most=timedelta(hours=2)), rows)

    assert patient["due_at"].to_list() == [datetime(2026, 3, 2, 21)]
    assert hasty["due_at"].to_list() == [datetime(2026, 3, 2, 12)]


def _arrived(customers: list[int]) -> pl.DataFrame:
    at = START.replace(tzinfo=None)
    return pl.DataFrame(
        {"entry_key": customers, "customer_key": customers, "arrived_at": [at] * len(customers)}
    ).with_columns(pl.col("arrived_at").cast(pl.Datetime("us")), due_at=pl.lit(None, pl.Datetime("us")))
