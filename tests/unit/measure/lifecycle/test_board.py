"""The board counts what a patient reader of every customer's history would count."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import Period, Refusal
from evergrow.measure.lifecycle import Board, board, flow, targets_of
from evergrow.measure.metrics import Measured, wilson
from tests.unit.measure import slow
from tests.unit.measure.people import MANY, crowds
from tests.unit.measure.shop import MICROS, SHOP, STAGES, Order, Person, day, naive, of_stays, shop

LAST_MONTH = Period(day(60), day(90))
MONTH_BEFORE = Period(day(30), day(60))


def _board(
    source: Measured, period: Period = LAST_MONTH, versus: Period = MONTH_BEFORE, **more: Any
) -> Board:
    return board(source, SHOP, period, versus, now=more.pop("now", day(2000)), **more)


def _move(found: Board, source: str, target: str):
    return next(move for move in found.moves if (move.source, move.target) == (source, target))


def _tile(found: Board, stage: str):
    return next(tile for tile in found.stages if tile.id == stage)


periods = st.tuples(st.integers(0, 700), st.integers(1, 200)).map(
    lambda p: Period(day(p[0]), day(p[0] + p[1]))
)


@MANY
@given(crowds(), periods, periods, st.booleans())
def test_tiles_moves_and_flow_equal_a_walk_through_every_stay(
    people: list[Person], period: Period, versus: Period, knows_next_stage: bool
) -> None:
    source = shop(people)
    history = source.stays.to_pyarrow().to_pylist()
    if not knows_next_stage:
        columns = ("customer_key", "stage", "entered_at", "left_at")
        source = Measured(**{**vars(source), "stays": source.stays.select(*columns)})

    found = _board(source, period, versus)

    for tile in found.stages:
        assert tile.customers.value == sum(slow.stage_at(p, period.end) == tile.id for p in people)
        assert tile.customers.previous == sum(slow.stage_at(p, versus.end) == tile.id for p in people)
        assert tile.entered == sum(_is_in(s["entered_at"], period) for s in history if s["stage"] == tile.id)
        assert tile.left == sum(_is_in(s["left_at"], period) for s in history if s["stage"] == tile.id)
    for move in found.moves:
        _check_move(move, history, period, versus)
    _check_flow(found, people, period)


def _is_in(instant: datetime | None, period: Period) -> bool:
    return instant is not None and naive(period.start) <= instant < naive(period.end)


def _check_move(move, history: list[dict], period: Period, versus: Period) -> None:
    at_risk, moved, days = _walk(move, history, period)
    assert (move.at_risk, move.moved) == (len(at_risk), len(moved))
    assert move.rate.value == (len(moved) / len(at_risk) if at_risk else None)
    assert move.median_days.value == (pytest.approx(median(days)) if days else None)
    at_risk, moved, days = _walk(move, history, versus)
    assert move.rate.previous == (len(moved) / len(at_risk) if at_risk else None)
    assert move.median_days.previous == (pytest.approx(median(days)) if days else None)
    for point in move.trend:
        at_risk, moved, _ = _walk(move, history, Period(point.start, point.end))
        assert (point.customers, point.rate) == (len(at_risk), len(moved) / len(at_risk) if at_risk else None)


def _walk(move, history: list[dict], period: Period) -> tuple[set[int], set[int], list[float]]:
    targets = targets_of(
        SHOP, next(m for m in SHOP.moves if (m.source, m.target) == (move.source, move.target))
    )
    entered = {(s["customer_key"], s["entered_at"]): s["stage"] for s in history}
    here = [s for s in history if s["stage"] == move.source and s["entered_at"] < naive(period.end)]
    here = [s for s in here if s["left_at"] is None or s["left_at"] >= naive(period.start)]
    gone = [
        s
        for s in here
        if _is_in(s["left_at"], period) and entered[s["customer_key"], s["left_at"]] in targets
    ]
    days = [(s["left_at"] - s["entered_at"]) / timedelta(days=1) for s in gone]
    return {s["customer_key"] for s in here}, {s["customer_key"] for s in gone}, days


def _check_flow(found: Board, people: list[Person], period: Period) -> None:
    links = found.flow.links
    for stage in STAGES:
        assert sum(k.customers for k in links if k.target == stage) == _tile(found, stage).customers.value
        at_start = sum(slow.stage_at(p, period.start) == stage for p in people)
        assert sum(k.customers for k in links if k.source == stage) == at_start
    for link in links:
        behind = [
            p
            for p in people
            if (slow.stage_at(p, period.start), slow.stage_at(p, period.end)) == (link.source, link.target)
        ]
        assert link.customers == len(behind)
        spent = sum(o.amount for p in behind for o in p.orders if o.at < period.end) * MICROS
        assert link.value_micros == spent


def test_a_customer_who_comes_back_within_the_period_counts_once() -> None:
    source = of_stays(
        (1, "retention", day(10), day(65)),
        (1, "loyalty", day(65), day(70)),
        (1, "retention", day(70), day(75)),
        (1, "loyalty", day(75), None),
    )

    move = _move(_board(source), "retention", "loyalty")

    assert (move.at_risk, move.moved) == (1, 1)
    assert _tile(_board(source), "retention").left == 2


def test_going_beyond_the_target_counts_as_the_move_but_leaving_does_not() -> None:
    source = of_stays(
        (1, "acquisition", day(10), day(65)),
        (1, "retention", day(65), None),
        (2, "acquisition", day(10), day(65)),
        (2, "lapsed", day(65), None),
        (3, "acquisition", day(10), None),
    )

    move = _move(_board(source), "acquisition", "conversion")

    assert (move.at_risk, move.moved) == (3, 1)
    assert (move.rate.low, move.rate.high) == wilson(1, 3)
    assert move.rate.is_small_sample


def test_what_cannot_be_computed_says_why_in_a_sentence() -> None:
    found = _board(of_stays((1, "reach", day(70), None)))

    assert (
        _move(found, "conversion", "retention").rate.unavailable
        == "Nobody stood in Conversion in this period."
    )
    assert (
        _move(found, "reach", "acquisition").median_days.unavailable
        == "Nobody went from Reach to Acquisition in this period."
    )
    assert _tile(found, "reach").median_days_in_stage.unavailable == "Nobody left Reach in this period."
    assert (
        _tile(found, "loyalty").value_per_customer.unavailable
        == "Nobody stands in Loyalty at the end of this period."
    )


def test_the_board_never_counts_what_lies_beyond_now() -> None:
    source = of_stays((1, "conversion", day(10), day(80)), (1, "lapsed", day(80), None))

    found = _board(source, now=day(76))

    assert _tile(found, "conversion").customers.value == 1
    assert _tile(found, "lapsed").customers.value == 0
    assert _move(found, "conversion", "lapsed").moved == 0
    assert not found.moves[0].trend[-1].is_over


def test_a_trend_has_windows_as_long_as_the_period_since_the_first_customer() -> None:
    found = _board(of_stays((1, "conversion", day(40), None)), now=day(101))

    for move in found.moves:
        assert all(point.end - point.start == found.end - found.start for point in move.trend)
        assert [point.end for point in move.trend][-1] == found.end
        assert move.trend[0].start <= day(40) < move.trend[0].end
    assert found.moves[0].trend[-1].rate == found.moves[0].rate.value


def test_a_period_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        _board(of_stays((1, "reach", day(1), None)), now=day(60))

    assert refused.value.code == "period.future"


def test_the_leak_is_the_missing_share_times_customers_times_what_the_next_stage_pays_more() -> None:
    once = [Person(key, day(0), day(0), (Order(day(10), 30),)) for key in range(1, 5)]
    twice = [Person(9, day(0), day(0), (Order(day(10), 30), Order(day(20), 70)))]

    found = _board(shop(once + twice))

    leak = found.leak
    assert leak is not None
    assert (leak.source, leak.target, leak.customers) == ("conversion", "retention", 4)
    assert leak.recoverable_micros.value == pytest.approx(0.45 * 4 * (100 - 30) * MICROS)
    assert leak.overdue_days == 45


def test_without_a_shortfall_the_board_says_that_there_is_no_leak() -> None:
    everyone_moves = of_stays(
        (1, "reach", day(60), day(70)),
        (1, "acquisition", day(70), day(80)),
        (1, "conversion", day(80), day(85)),
        (1, "retention", day(85), day(86)),
        (1, "loyalty", day(86), None),
    )

    found = _board(everyone_moves)

    assert found.leak is None
    assert found.no_leak_reason == "Every move reaches its target rate."


def test_a_segment_narrows_every_number() -> None:
    source = of_stays(
        (1, "conversion", day(10), None), (2, "conversion", day(10), None), (3, "reach", day(5), None)
    )

    found = _board(
        source, segment=source.customers.filter(source.customers.customer_key > 1).select("customer_key")
    )

    assert found.customers == 2
    assert _tile(found, "conversion").customers.value == 1
    assert sum(link.customers for link in found.flow.links) == 2


def test_revenue_of_several_currencies_is_not_added_up_and_the_leak_is_told_by_customers() -> None:
    def found(*currencies: str) -> Board:
        people = [
            Person(key, day(0), day(0), (Order(day(70), 10, currencies[key % 3]),) if key < 3 else ())
            for key in range(12)
        ]
        return _board(shop(people), versus=MONTH_BEFORE)

    alike, mixed = found("EUR", "EUR", "EUR"), found("EUR", "JPY", "USD")
    told = "Orders came in EUR, JPY and USD; amounts of several currencies do not add up."
    for tile, other in zip(mixed.stages, alike.stages, strict=True):
        nobody = f"Nobody stands in {tile.title} at the end of this period."
        value = tile.value_per_customer
        assert (value.value, value.previous) == (None, None)
        assert value.unavailable == (told if tile.customers.value else nobody)
        assert (tile.customers, tile.entered, tile.left) == (other.customers, other.entered, other.left)
    assert (mixed.flow.value_unavailable, {link.value_micros for link in mixed.flow.links}) == (told, {None})
    assert sum(link.value_micros or 0 for link in alike.flow.links) == 30 * MICROS
    assert alike.flow.value_unavailable is None
    assert mixed.leak is not None
    assert (mixed.leak.recoverable_micros.value, mixed.leak.recoverable_micros.unavailable) == (None, told)
    assert mixed.moves == alike.moves


def test_a_flow_of_its_own_dates_tells_no_revenue_of_several_currencies() -> None:
    people = [
        Person(key, day(0), day(0), (Order(day(9 + 10 * key), 10, name),))
        for key, name in enumerate(("EUR", "JPY"))
    ]
    source = shop(people)
    early, late = (flow(source, STAGES, day(5), day(end), now=day(99)) for end in (12, 30))
    assert (early.value_unavailable, sum(link.value_micros or 0 for link in early.links)) == (
        None,
        10 * MICROS,
    )
    assert (
        late.value_unavailable == "Orders came in EUR and JPY; amounts of several currencies do not add up."
    )
    assert {link.value_micros for link in late.links} == {None}
