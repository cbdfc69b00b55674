"""The alignment of a walk is the cheapest there is, and its fitness tells exactly who keeps to the map."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.maps import read_map, shipped_map
from evergrow.measure.conformance import AlignedStage, DesignedMap, align, deviations_of

STAGES = ("a", "b", "c", "x")
WAYS = [(one, other) for one in STAGES for other in STAGES if one != other]
MAPS = st.builds(
    lambda ways, more: DesignedMap(STAGES, frozenset({"x"}), ("a", *more), frozenset(ways)),
    st.sets(st.sampled_from(WAYS), max_size=7),
    st.sampled_from([(), ("b",)]),
)
WALKS = st.lists(st.sampled_from(STAGES), min_size=1, max_size=5).map(tuple)
SHOP = DesignedMap.of(read_map(shipped_map("shop")))


def cheapest(walk: tuple[str, ...], designed: DesignedMap) -> int:
    """The cost of the cheapest of all alignments: each move on the walk, on the map or on both is tried at each place."""
    best = len(walk) + 1

    def tried(place: int, stage: str | None, cost: int) -> None:
        nonlocal best
        if cost >= best:
            return
        if place == len(walk) and stage is not None:
            best = cost
            return
        after = designed.starts if stage is None else [b for a, b in designed.ways if a == stage]
        if place < len(walk):
            if walk[place] in after:
                tried(place + 1, walk[place], cost)
            tried(place + 1, stage, cost + 1)
        for each in after:
            tried(place, each, cost + 1)

    tried(0, None, 0)
    return best


@given(WALKS, MAPS)
def test_no_alignment_is_cheaper(walk: tuple[str, ...], designed: DesignedMap) -> None:
    aligned = align(walk, designed)
    run = [move.stage for move in aligned.moves if move.kind != "walk"]

    assert aligned.cost == cheapest(walk, designed) == sum(move.kind != "both" for move in aligned.moves)
    assert tuple(move.stage for move in aligned.moves if move.kind != "map") == walk
    assert run[0] in designed.starts
    assert set(pairwise(run)) <= designed.ways
    assert aligned.fitness == 1 - aligned.cost / (len(walk) + 1)


@given(WALKS, MAPS)
def test_a_walk_that_does_not_fit_has_a_deviation_that_is_not_drawn(
    walk: tuple[str, ...], designed: DesignedMap
) -> None:
    undrawn = [each for each in deviations_of(walk, designed) if not each.is_drawn]
    assert (align(walk, designed).fitness < 1) == bool(undrawn)


@pytest.mark.parametrize(
    ("walk", "cost", "ids"),
    [
        ("reach acquisition conversion", 0, []),
        ("reach conversion", 1, ["skipped:acquisition"]),
        ("conversion", 2, ["skipped:reach", "skipped:acquisition"]),
        ("reach acquisition conversion lapsed", 0, ["left:conversion>lapsed"]),
        ("reach acquisition conversion lapsed retention", 0, []),
        ("reach acquisition conversion retention loyalty retention loyalty", 0, ["back:loyalty>retention"]),
        ("reach acquisition reach acquisition", 2, ["back:acquisition>reach"]),
        ("reach acquisition conversion acquisition", 1, ["back:conversion>acquisition"]),
        ("reach lapsed", 1, ["left:reach>lapsed"]),
    ],
)
def test_deviations_have_names(walk: str, cost: int, ids: list[str]) -> None:
    stages = tuple(walk.split())
    assert align(stages, SHOP).cost == cost
    assert [each.id for each in deviations_of(stages, SHOP)] == ids


def test_a_map_that_is_one_circle_begins_in_its_first_stage() -> None:
    circle = DesignedMap(
        ("a", "b", "c"), frozenset(), ("a",), frozenset({("a", "b"), ("b", "c"), ("c", "a")})
    )
    assert align(("a", "b", "c") * 30, circle).cost == 0
    assert align(("a", "c"), circle).moves == (
        AlignedStage(kind="both", stage="a"),
        AlignedStage(kind="map", stage="b"),
        AlignedStage(kind="both", stage="c"),
    )


def test_a_map_begins_in_its_first_stage_and_where_no_move_leads() -> None:
    assert SHOP.starts == ("reach",)
    assert DesignedMap.of(read_map(shipped_map("saas"))).starts == ("signed_up",)
