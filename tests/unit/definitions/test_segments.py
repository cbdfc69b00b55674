"""Segments as documents: what is wrong with one is told with its line and what was probably meant."""

from __future__ import annotations

import pytest

from evergrow.definitions.conditions import Known, read_condition
from evergrow.definitions.segments import in_order, read_segment, write_segment
from evergrow.kernel import Refusal

DOCUMENT = """segment: big-spenders
title: Big spenders
when: >-
  sum of revenue of 'Order Completed' in the last 90 days >= 300
  and trait.country = 'JP' and not in segment 'staff'
"""
KNOWN = Known(
    metrics=("orders", "referrals"),
    stages=("reach", "loyalty"),
    rfm=("champion", "new"),
    segments=("staff", "vip-customers"),
)


def _problems(when: str) -> list[str]:
    try:
        read_segment(f"segment: one\nwhen: {when}\n", file="segments/one.yaml", known=KNOWN)
    except Refusal as refusal:
        return [f"{problem.where} {problem.code} {problem.what}" for problem in refusal.problems]
    return []


def test_a_segment_is_read_and_written_as_itself() -> None:
    segment = read_segment(DOCUMENT, known=KNOWN)
    assert (segment.name, segment.title) == ("big-spenders", "Big spenders")
    assert read_segment(write_segment(segment)) == segment


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("in segment 'vip-customer'", "Did you mean 'vip-customers'?"),
        ("stage = 'loyal'", "Did you mean 'loyalty'?"),
        ("stage in ('reach', 'loyal')", "Did you mean 'loyalty'?"),
        ("rfm = 'champions'", "Did you mean 'champion'?"),
        ("order >= 2", "Did you mean 'orders'?"),
        ("country = 'JP'", "Did you mean 'trait.country'?"),
        ("did 'Order Completed' where (category = 'shoes')", "Did you mean 'properties.category'?"),
        ("sum of revenu of 'Order Completed' > 3", "Did you mean 'revenue'?"),
        ("did 'X' where (context.hour > 3)", "An event has no field 'context.hour'"),
        ("did 'X' where (did 'Y')", "An event has no field"),
        ("time since last 'X' > 30", "is a length of time"),
        ("time since last 'X' = 30 days", "is a length of time"),
        ("orders >= 30 days", "is no length of time"),
        ("trait.age in the last 3 days > 1", "has no window"),
        ("consent.email = true", "needs a channel and a topic"),
        ("context.weekday = 'mondays'", "Did you mean 'monday'?"),
        ("prediction.churn >= 60", "is a share, 0 to 1"),
        ("prediction.chrun >= 0.6", "Did you mean 'prediction.churn'?"),
        ("did Order Completed", "Cannot read"),
    ],
)
def test_what_there_is_not_is_told_with_its_line(when: str, what: str) -> None:
    (problem,) = _problems(when)
    assert problem.startswith("segments/one.yaml:2  when definition.") or "condition.unreadable" in problem
    assert what in problem


def test_all_problems_of_a_condition_are_told_at_once() -> None:
    assert len(_problems("order >= 2 and stage = 'loyal' or in segment 'staf'")) == 3


@pytest.mark.parametrize(
    "when",
    [
        "orders in the last 365 days >= 5 and referrals",
        "time_in_stage > 3 days and rfm.r >= 4 and rfm is known",
        "consent.email.offers and context.device = 'phone' and context.hour >= 9",
        "did 'X' where (properties.a.b = 1 and context.page contains 'x' and revenue > 3)",
        "share of properties.category = 'shoes' in 'Product Viewed' > 0.5",
        "prediction.churn >= 0.6 and value.expected > 500 and prediction.tier is known",
    ],
)
def test_what_there_is_has_no_problem(when: str) -> None:
    assert _problems(when) == []


def test_a_segment_that_asks_about_itself_is_refused_with_the_way_round() -> None:
    others = {"b": read_condition("in segment 'c'"), "c": read_condition("orders and in segment 'a'")}
    with pytest.raises(Refusal) as refused:
        read_segment("segment: a\nwhen: in segment 'b'\n", others=others)
    assert "a asks about b asks about c asks about a" in refused.value.problems[0].what


def test_who_hangs_on_a_segment_is_found_through_others() -> None:
    conditions = {
        "a": read_condition("known"),
        "b": read_condition("in segment 'a'"),
        "c": read_condition("not in segment 'b'"),
        "d": read_condition("known"),
    }
    assert in_order(conditions, "a") == ["a", "b", "c"]
