"""The check of the map: fitness over customers, deviations with what they are worth, and who deviates."""

from __future__ import annotations

from collections import Counter

import pytest

from evergrow.definitions.conditions import Known, problems_of, read_condition
from evergrow.kernel import Refusal
from evergrow.measure.conformance import (
    ConformanceReport,
    common,
    conformance,
    deviating_customers,
    read_limit,
    stage_walks,
    stages_of,
)
from evergrow.measure.metrics import Measured
from tests.unit.measure.conformance.walked import NOW, PERIOD, STEADY, Walk, told, walked
from tests.unit.measure.shop import SHOP, STAGES

GUEST: Walk = (("reach", 0), ("conversion", 70))
GONE: Walk = (*STEADY, ("lapsed", 80))
KEPT: Walk = (*STEADY, ("retention", 12))
WALKS: list[Walk] = [*[KEPT] * 20, *[STEADY] * 3, GUEST, GUEST, GONE, (("reach", 95),)]


@pytest.fixture(scope="module")
def source() -> Measured:
    return walked(*WALKS)


@pytest.fixture(scope="module")
def report(source: Measured) -> ConformanceReport:
    return conformance(source, SHOP, PERIOD, now=NOW)


def test_walks_are_those_known_at_the_moment_in_their_order(source: Measured) -> None:
    rows = stage_walks(source.stays, PERIOD.end).to_pyarrow().to_pylist()
    known = [tuple(stage for stage, entered in walk if entered < 90) for walk in WALKS]
    assert Counter(stages_of(row["walk"]) for row in rows) == Counter(walk for walk in known if walk)


def test_fitness_is_the_mean_over_customers_and_the_period_before_is_told(report: ConformanceReport) -> None:
    assert (report.customers.value, report.customers.previous) == (26, 26)
    assert report.fitness.value == pytest.approx((24 + 2 * (1 - 1 / 3)) / 26)
    assert (report.keep.value, report.keep.previous) == (24 / 26, 1.0)
    assert report.deviating_value_micros.value == 20_000_000


def test_deviations_are_ranked_by_customers_and_say_of_how_many_who_could(report: ConformanceReport) -> None:
    found = {each.id: each for each in report.deviations}
    assert [each.id for each in report.deviations] == [
        "stuck:conversion",
        "skipped:acquisition",
        "left:conversion>lapsed",
    ]
    skipped, left, stuck = (
        found[each] for each in ("skipped:acquisition", "left:conversion>lapsed", "stuck:conversion")
    )
    assert (skipped.customers.value, skipped.customers.previous, skipped.is_drawn) == (2, 0, False)
    assert skipped.share.value == 2 / 26
    assert (left.customers.value, left.share.value, left.is_drawn) == (1, 1 / 26, True)
    assert (stuck.customers.value, stuck.days and stuck.days.value) == (5, 10)
    assert stuck.value_per_customer_micros.value == 10_000_000
    assert not problems_of(read_condition(stuck.when or ""), Known(stages=tuple(STAGES)))
    assert (skipped.when, left.when) == (None, None)


def test_where_too_few_went_on_nobody_is_said_to_be_stuck(report: ConformanceReport) -> None:
    assert report.limits_unavailable == [
        "Fewer than 20 customers have gone on from Retention, so it does not tell how long is too long."
    ]


def test_a_length_may_be_stated(source: Measured) -> None:
    stated = conformance(source, SHOP, PERIOD, now=NOW, limit=read_limit("85 days"))
    assert {each.id: each.customers.value for each in stated.deviations if each.kind == "stuck"} == {
        "stuck:conversion": 3
    }


def test_customers_who_began_are_looked_at_alone(source: Measured) -> None:
    began = conformance(source, SHOP, PERIOD, now=NOW, who="began")
    assert began.unavailable == "Nobody came onto the map in this period, so no walk can be held against it."
    assert (began.fitness.value, began.keep.value) == (None, None)


@pytest.mark.parametrize(
    ("deviation", "keys"),
    [("any", {23, 24}), ("left:conversion>lapsed", {25}), ("stuck:conversion", {20, 21, 22, 23, 24})],
)
def test_who_deviates_is_listed(source: Measured, deviation: str, keys: set[int]) -> None:
    found = deviating_customers(source, SHOP, PERIOD, deviation, now=NOW)
    assert set(found.to_pyarrow()["customer_key"].to_pylist()) == keys


def test_what_they_have_in_common_is_told_apart_from_chance() -> None:
    source = walked(*[GUEST] * 30, *[STEADY] * 170)
    facts = told(["letter"] * 24 + ["search"] * 6 + ["letter"] * 16 + ["search"] * 154)
    found = common(
        source,
        SHOP,
        PERIOD,
        "skipped:acquisition",
        grouping=lambda _, fact: facts,
        facts=("source",),
        now=NOW,
    )
    (trait,) = found.traits
    assert (trait.value, trait.deviating, trait.customers, found.tested) == ("letter", 24, 40, 2)
    assert trait.ratio.value == pytest.approx((24 / 40) / (6 / 160))
    assert (trait.ratio.low, trait.ratio.high) == (
        pytest.approx(7.013, abs=0.001),
        pytest.approx(36.502, abs=0.001),
    )


def test_what_those_who_are_stuck_have_in_common_is_told_of_those_who_came_to_the_stage() -> None:
    source = walked(*[STEADY] * 30, *[KEPT] * 170, *[STEADY[:1]] * 50)
    facts = told(["letter"] * 24 + ["search"] * 6 + ["letter"] * 16 + ["search"] * 154 + ["letter"] * 50)
    found = common(
        source, SHOP, PERIOD, "stuck:conversion", grouping=lambda _, fact: facts, facts=("source",), now=NOW
    )
    (trait,) = found.traits
    assert (trait.value, trait.deviating, trait.customers, found.tested) == ("letter", 24, 40, 2)


def test_where_every_walk_keeps_to_the_map_there_is_nothing_in_common() -> None:
    facts = told(["letter"] * 30)
    found = common(
        walked(*[STEADY] * 30),
        SHOP,
        PERIOD,
        "any",
        grouping=lambda _, fact: facts,
        facts=("source",),
        now=NOW,
    )
    assert (found.unavailable, found.traits) == ("Nobody deviates in this way.", [])


def test_what_chance_would_have_as_well_is_not_told() -> None:
    source = walked(*[GUEST] * 30, *[STEADY] * 30)
    facts = told(["letter", "search"] * 30)
    found = common(source, SHOP, PERIOD, "any", grouping=lambda _, fact: facts, facts=("source",), now=NOW)
    assert (found.unavailable, found.tested, found.traits) == (None, 2, [])


def test_one_customer_is_enough_for_fitness_and_too_few_for_what_is_common() -> None:
    source = walked(GUEST)
    assert conformance(source, SHOP, PERIOD, now=NOW).fitness.is_small_sample
    found = common(
        source, SHOP, PERIOD, "any", grouping=lambda _, fact: told(["x"]), facts=("source",), now=NOW
    )
    assert (
        found.unavailable
        == "Too few customers deviate in this way, or too few do not, to tell a difference from chance."
    )


def test_amounts_of_several_currencies_are_not_added_up_and_customers_still_are_counted(
    report: ConformanceReport,
) -> None:
    mixed = conformance(walked(*WALKS, currencies=("EUR", "JPY", "USD")), SHOP, PERIOD, now=NOW)
    told = "Orders came in EUR, JPY and USD; amounts of several currencies do not add up."
    money = [mixed.deviating_value_micros]
    money += [
        figure for each in mixed.deviations for figure in (each.value_micros, each.value_per_customer_micros)
    ]
    assert [(figure.value, figure.unavailable) for figure in money] == [(None, told)] * 7
    assert [walk.value_micros for walk in mixed.variants] == [None] * len(report.variants)
    assert [(walk.stages, walk.customers) for walk in mixed.variants] == [
        (walk.stages, walk.customers) for walk in report.variants
    ]
    assert [(each.id, each.customers, each.share) for each in mixed.deviations] == [
        (each.id, each.customers, each.share) for each in report.deviations
    ]


def test_orders_that_came_later_in_another_currency_take_nothing_from_what_was_paid_until_then() -> None:
    source = walked(*[STEADY] * 3, (("reach", 95),), currencies=("EUR", "EUR", "EUR", "JPY"))
    assert conformance(source, SHOP, PERIOD, now=NOW).variants[0].value_micros == 30_000_000


def test_what_cannot_be_asked_is_refused(source: Measured) -> None:
    with pytest.raises(Refusal, match="long"):
        read_limit("for ever")
    with pytest.raises(Refusal, match="No walk"):
        deviating_customers(source, SHOP, PERIOD, "skipped:loyalty", now=NOW)
