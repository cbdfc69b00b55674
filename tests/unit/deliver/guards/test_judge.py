"""The guards: their order, windows and rounds; and the same decisions however time is sliced."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.definitions.guards import BestHour, Cap, Guards, QuietHours
from evergrow.deliver.guards import ASKED, HISTORY, Judged, empty_history, judge, left_check

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
QUIET = QuietHours(start=time(21), end=time(8))
FREE = {"orders"}
BEST = BestHour(channels=("email",), at_most=timedelta(hours=20))


def asked(*rows: dict[str, Any]) -> pl.DataFrame:
    plain: dict[str, Any] = {
        "customer_key": 1,
        "origin": "journey",
        "channel": "email",
        "topic": "offers",
        "due_at": NOON,
        "waits_for": None,
        "address": "ana@shop.example",
        "zone": "UTC",
    }
    full: list[dict[str, Any]] = [{"message_key": n} | plain | row for n, row in enumerate(rows)]
    return pl.DataFrame([row | {"due_at": row["due_at"].replace(tzinfo=None)} for row in full], schema=ASKED)


def went(*ages: timedelta, channel: str = "email", topic: str = "offers") -> pl.DataFrame:
    rows = [(1, channel, topic, (NOON - age).replace(tzinfo=None)) for age in ages]
    return pl.DataFrame(rows, schema=HISTORY, orient="row")


def decide(rows: pl.DataFrame, guards: Guards, **more: Any) -> Judged:
    more = {"history": empty_history(), "upto": NOON + timedelta(days=2)} | more
    return judge(rows, guards=guards, transactional=FREE, **more)


def reads_at_18(rows: pl.DataFrame) -> pl.DataFrame:
    """Everybody reads at 18 o'clock UTC, but nobody waits longer than BEST says."""
    at_18 = pl.col("due_at").dt.truncate("1d") + timedelta(hours=18)
    begins = (
        pl.when(at_18 + timedelta(hours=1) > pl.col("due_at"))
        .then(at_18)
        .otherwise(at_18 + timedelta(days=1))
    )
    best = pl.min_horizontal(pl.max_horizontal(begins, "due_at"), pl.col("due_at") + BEST.at_most)
    return rows.select("message_key", best_at=best)


def fates(judged: Judged) -> dict[int, str]:
    return {
        row["message_key"]: row["reason"] or row["waits_for"] or row["status"]
        for row in judged.decisions.to_dicts()
    }


@pytest.mark.parametrize(
    ("age_of_oldest", "fate"),
    [
        (timedelta(days=6, hours=23), "channel_cap"),
        (timedelta(days=7), "ready"),  # the window is open at its old end
    ],
)
def test_the_third_message_in_a_week_is_suppressed_until_the_first_leaves_the_window(
    age_of_oldest: timedelta, fate: str
) -> None:
    two_a_week = Guards(caps=(Cap(channel="email", at_most=2, in_days=7),))

    judged = decide(asked({}), two_a_week, history=went(age_of_oldest, timedelta(0)))

    assert fates(judged) == {0: fate}


def test_each_message_of_a_batch_counts_for_the_next_in_due_order() -> None:
    one_a_week = Guards(caps=(Cap(channel="all", at_most=1, in_days=7),))
    rows = asked({"due_at": NOON + timedelta(hours=1)}, {"due_at": NOON}, {"customer_key": 2})

    assert fates(decide(rows, one_a_week)) == {0: "overall_cap", 1: "ready", 2: "ready"}


@pytest.mark.parametrize(
    ("sent_after", "sent_key", "fate"),
    [
        (timedelta(minutes=-1), 9, "overall_cap"),
        (timedelta(0), -1, "overall_cap"),  # at the same moment the smaller key goes first
        (timedelta(0), 9, "ready"),
        (timedelta(minutes=1), -1, "ready"),  # it had not gone yet
    ],
)
def test_looking_back_only_what_others_had_sent_by_then_counts(
    sent_after: timedelta, sent_key: int, fate: str
) -> None:
    one_a_week = Guards(caps=(Cap(channel="all", at_most=1, in_days=7),))
    others = went(-sent_after).with_columns(sent_key=pl.lit(sent_key, pl.Int64))

    assert fates(decide(asked({}), one_a_week, elsewhere=others)) == {0: fate}


@pytest.mark.parametrize(("hours_to_the_end", "fate"), [(2, "left_journey"), (9, "ready")])
def test_what_was_held_does_not_go_to_who_left_the_journey_meanwhile(
    hours_to_the_end: int, fate: str
) -> None:
    evening = datetime(2026, 11, 18, 23, tzinfo=UTC)
    ended = (evening + timedelta(hours=hours_to_the_end)).replace(tzinfo=None)

    def ends(keys: list[int]) -> pl.DataFrame:
        return pl.DataFrame({"message_key": keys, "ended_at": [ended] * len(keys)})

    judged = decide(asked({"due_at": evening}), Guards(quiet_hours=QUIET), checks=[left_check(ends)])

    assert fates(judged) == {0: fate}


def test_transactional_messages_neither_count_nor_are_held() -> None:
    strict = Guards(caps=(Cap(channel="all", at_most=1, in_days=7),), quiet_hours=QUIET)
    night = NOON + timedelta(hours=11)
    rows = asked(
        {"topic": "orders"}, {"topic": "orders", "due_at": night}, {}, {"topic": "orders", "due_at": night}
    )

    assert set(fates(decide(rows, strict)).values()) == {"ready"}


def test_the_channels_own_cap_is_named_before_the_one_over_all() -> None:
    both = Guards(caps=(Cap(channel="all", at_most=0, in_days=7), Cap(channel="email", at_most=0, in_days=7)))

    assert fates(decide(asked({}, {"channel": "sms", "address": "+48601"}), both)) == {
        0: "channel_cap",
        1: "overall_cap",
    }


def test_consent_comes_before_the_address_and_the_address_before_the_cap() -> None:
    none_at_all = Guards(caps=(Cap(channel="all", at_most=0, in_days=7),))

    def no_consent_for_two(rows: pl.DataFrame) -> pl.DataFrame:
        reason = pl.when(pl.col("customer_key") == 2).then(pl.lit("no_consent"))
        return rows.select("message_key", reason=reason)

    rows = asked({}, {"customer_key": 2, "address": None}, {"customer_key": 3, "address": None})

    assert fates(decide(rows, none_at_all, checks=[no_consent_for_two])) == {
        0: "overall_cap",
        1: "no_consent",
        2: "no_address",
    }


def test_whoever_is_held_out_is_told_so_whatever_else_would_have_stopped_the_message() -> None:
    def held_out(rows: pl.DataFrame) -> pl.DataFrame:
        reason = pl.when(pl.col("customer_key") == 1).then(pl.lit("holdout"))
        return rows.select("message_key", reason=reason)

    def no_consent(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.select("message_key", reason=pl.lit("no_consent"))

    rows = asked({"address": None}, {"customer_key": 2})

    assert fates(decide(rows, Guards(), checks=[held_out, no_consent])) == {0: "holdout", 1: "no_consent"}


def test_a_mail_to_what_cannot_be_an_address_is_suppressed_before_it_counts() -> None:
    one = Guards(caps=(Cap(channel="email", at_most=1, in_days=7),))
    addresses = [
        "nobody",
        "a@@b.example",
        "a@b.example\r\nRCPT TO:<x@y.example>",
        "x@-b.example",
        f"{'a' * 65}@b.example",
    ]
    fine = [
        '"very odd"@b.example',
        "x@b\u00fccher.example",
        "\u65e5\u672c@\u4f8b\u3048.jp",
        "o'brien@b.example",
    ]
    rows = asked(*({"address": address, "customer_key": n % 5} for n, address in enumerate(addresses + fine)))

    found = list(fates(decide(rows, one)).values())

    assert Counter(found) == {"bad_address": len(addresses), "ready": len(fine)}


def test_quiet_hours_hold_until_morning_where_the_customer_is() -> None:
    night_in_tokyo = datetime(2026, 11, 18, 15, tzinfo=UTC)
    rows = asked(
        {"due_at": night_in_tokyo, "zone": "Asia/Tokyo"},
        {"due_at": night_in_tokyo, "zone": "Europe/Warsaw", "customer_key": 2},
        {"due_at": night_in_tokyo, "zone": "Asia/Tokyo", "channel": "in_app", "customer_key": 3},
    )

    judged = decide(rows, Guards(quiet_hours=QUIET), upto=night_in_tokyo)

    assert fates(judged) == {0: "quiet_hours", 1: "ready", 2: "ready"}
    held = judged.decisions.filter(pl.col("message_key") == 0)["due_at"][0]
    assert held == datetime(2026, 11, 18, 23)


def test_a_message_waits_for_the_customers_best_hour_once() -> None:
    guards = Guards(best_hour=BEST)
    rows = asked({"channel": "email"}, {"channel": "sms"}, {"topic": "orders"}, {"waits_for": "best_hour"})

    judged = decide(rows, guards, upto=NOON, best_times=reads_at_18)

    assert fates(judged) == {0: "best_hour", 1: "ready", 2: "ready", 3: "ready"}
    assert judged.decisions.filter(message_key=0)["due_at"][0] == datetime(2026, 11, 18, 18)


def test_a_best_hour_within_the_quiet_hours_waits_for_their_end_too() -> None:
    early_quiet = QuietHours(start=time(17), end=time(19))

    judged = decide(asked({}), Guards(best_hour=BEST, quiet_hours=early_quiet), best_times=reads_at_18)

    assert fates(judged) == {0: "ready"}
    assert judged.decisions["due_at"][0] == datetime(2026, 11, 18, 19)


def test_consent_is_asked_again_when_the_quiet_hours_have_ended() -> None:
    late = datetime(2026, 11, 18, 22, tzinfo=UTC)

    def taken_back_at_seven(rows: pl.DataFrame) -> pl.DataFrame:
        is_late = pl.col("due_at") > datetime(2026, 11, 19, 7)
        return rows.select("message_key", reason=pl.when(is_late).then(pl.lit("opted_out")))

    judged = decide(asked({"due_at": late}), Guards(quiet_hours=QUIET), checks=[taken_back_at_seven])

    assert fates(judged) == {0: "opted_out"}


def test_a_throttled_channel_spreads_messages_over_time() -> None:
    two_a_second = Guards(throttle={"email": 2})
    rows = asked(*({"customer_key": number} for number in range(5)))

    judged = decide(rows, two_a_second, taken={"email": NOON})

    offsets = [(at.replace(tzinfo=UTC) - NOON).total_seconds() for at in judged.decisions["due_at"].sort()]
    assert offsets == [0.5, 1.0, 1.5, 2.0, 2.5]
    assert judged.taken == {"email": NOON + timedelta(seconds=2.5)}


def test_a_place_in_the_quiet_hours_is_given_up() -> None:
    slow = Guards(throttle={"email": 1 / 3600}, quiet_hours=QUIET)
    rows = asked(*({"customer_key": n, "due_at": NOON + timedelta(hours=8)} for n in range(3)))

    judged = decide(rows, slow, upto=NOON + timedelta(hours=8))

    assert fates(judged) == {0: "ready", 1: "quiet_hours", 2: "quiet_hours"}


def test_a_test_message_needs_nothing_but_an_address() -> None:
    strict = Guards(caps=(Cap(channel="all", at_most=0, in_days=7),), quiet_hours=QUIET)

    def nobody(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.select("message_key", reason=pl.lit("no_consent"))

    rows = asked({"origin": "test"}, {"origin": "test", "address": None})

    assert fates(decide(rows, strict, checks=[nobody])) == {0: "ready", 1: "no_address"}


MESSAGES = st.lists(
    st.fixed_dictionaries(
        {
            "customer_key": st.integers(1, 3),
            "channel": st.sampled_from(["email", "sms"]),
            "topic": st.sampled_from(["offers", "offers", "orders"]),
            "due_at": st.integers(0, 60 * 24 * 3).map(lambda m: NOON + timedelta(minutes=m)),
            "zone": st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]),
        }
    ),
    min_size=1,
    max_size=12,
)


CAPS = (Cap(channel="email", at_most=1, in_days=1), Cap(channel="all", at_most=2, in_days=2))
GUARDS = (
    Guards(caps=CAPS, quiet_hours=QUIET),
    Guards(caps=CAPS, quiet_hours=QUIET, best_hour=BEST),
    Guards(throttle={"email": 1 / 3_600}),
    Guards(caps=CAPS, throttle={"email": 1 / 3_600}),
    Guards(caps=CAPS, throttle={"email": 1 / 7_200, "sms": 1 / 3_600}, quiet_hours=QUIET, best_hour=BEST),
)


@settings(max_examples=60, deadline=None)
@given(MESSAGES, st.lists(st.integers(1, 60 * 24 * 4), max_size=4), st.sampled_from(GUARDS))
def test_the_decisions_are_the_same_however_time_is_sliced(
    messages: list[dict[str, Any]], cuts: list[int], guards: Guards
) -> None:
    end = NOON + timedelta(days=5)
    whole = decide(asked(*messages), guards, upto=end, best_times=reads_at_18).decisions.sort("message_key")

    waiting, history, ended, taken = asked(*messages), empty_history(), [], {}
    for upto in [*(NOON + timedelta(minutes=cut) for cut in sorted(cuts)), end]:
        is_due = pl.col("due_at") <= upto.replace(tzinfo=None)
        due, waiting = waiting.filter(is_due), waiting.filter(~is_due)
        judged = judge(
            due,
            guards=guards,
            transactional=FREE,
            history=history,
            upto=upto,
            taken=taken,
            best_times=reads_at_18,
        )
        decided, taken = judged.decisions, judged.taken
        known = due.join(decided, on="message_key", suffix="_new")
        went_now = known.filter(pl.col("status") == "ready")
        history = pl.concat(
            [history, went_now.select("customer_key", "channel", "topic", at="due_at_new").cast(HISTORY)]  # type: ignore[arg-type]
        )
        held = known.filter(pl.col("status") == "waiting")
        held = held.with_columns(due_at="due_at_new", waits_for="waits_for_new")
        waiting = pl.concat([waiting, held.select(waiting.columns)])
        ended.append(decided.filter(pl.col("status") != "waiting"))

    sliced = pl.concat(ended).sort("message_key")
    columns = ["message_key", "status", "reason", "due_at"]
    assert sliced.select(columns).equals(whole.select(columns))
