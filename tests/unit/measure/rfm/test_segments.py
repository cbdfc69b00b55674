"""Every cell of the grid is in exactly one segment, and segments, cells and moves add up to the same customers."""

from __future__ import annotations

import pytest
from hypothesis import given

from evergrow.kernel import Refusal
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule, cells_of, rfm, segment_by_cell
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import Person, day, shop


def test_the_default_segments_share_the_25_cells_among_ten() -> None:
    cells = [cell for rule in DEFAULT_RULES for cell in cells_of(rule)]

    assert len(DEFAULT_RULES) == 10
    assert sorted(cells) == [(r, f) for r in range(1, 6) for f in range(1, 6)]


@pytest.mark.parametrize(
    ("cell", "segment"),
    [
        ((1, 1), "hibernating"),
        ((2, 3), "at_risk"),
        ((1, 5), "cannot_lose_them"),
        ((3, 2), "about_to_sleep"),
        ((3, 3), "needs_attention"),
        ((4, 5), "loyal"),
        ((4, 1), "promising"),
        ((5, 1), "new"),
        ((5, 3), "potential_loyalist"),
        ((5, 4), "champion"),
    ],
)
def test_cells_carry_the_names_of_the_product(cell: tuple[int, int], segment: str) -> None:
    assert segment_by_cell(DEFAULT_RULES)[cell] == segment


def test_bad_rules_are_refused_with_every_problem_at_once() -> None:
    rules = [
        SegmentRule(id="all_but_one", title="All but one", cells="[1-5][2-5]"),
        SegmentRule(id="again", title="Again", cells="33"),
        SegmentRule(id="odd", title="Odd", cells="6x"),
    ]

    with pytest.raises(Refusal) as refused:
        segment_by_cell(rules)

    assert [problem.code for problem in refused.value.problems] == [
        "rfm.cell_taken_twice",
        "rfm.bad_cells",
        "rfm.cell_without_segment",
    ]
    assert "11, 21, 31, 41, 51" in refused.value.problems[-1].what


@MANY
@given(crowds(), instants, instants)
def test_cells_segments_and_moves_tell_of_the_same_customers(people: list[Person], one, other) -> None:
    versus, as_of = sorted([one, other])

    found = rfm(shop(people, with_stays=False), as_of, versus, now=day(1000))

    buyers = [person for person in people if any(order.at < as_of for order in person.orders)]
    before = [person for person in people if any(order.at < versus for order in person.orders)]
    assert found.customers == len(buyers)
    assert sum(cell.customers for cell in found.cells) == len(buyers)
    assert sum(segment.customers.value or 0 for segment in found.segments) == len(buyers)
    assert sum(segment.customers.previous or 0 for segment in found.segments) == len(before)
    assert sum(move.customers for move in found.moves) == len(buyers)
    for segment in found.segments:
        assert segment.customers.value == sum(m.customers for m in found.moves if m.target == segment.id)
        assert segment.customers.previous == sum(m.customers for m in found.moves if m.source == segment.id)
    assert found.revenue_micros == sum(segment.revenue_micros or 0 for segment in found.segments)
