"""Lay a walk beside the map at the least cost: the optimal alignment, and the fitness it gives.

An alignment pairs the stages of a walk with those of some run through the map. Where both have the stage it costs nothing;
a stage that only the walk has (a move on log) or only the map (a move on model) costs one. Fitness is one less the
cheapest cost over that of sharing nothing: all stages of the walk, and the map's shortest run, which has one.

    fitness = 1 - cost / (stages of the walk + 1)

The search is Dijkstra's on the product of walk and map, with each stretch of moves on model taken at once: between two
stages that both have, the map's run takes its shortest way, which is known beforehand, however many cycles there are. So
the states that are left are "this stage of the walk was the last that both had", and one pass over the walk visits them
in their order.

Source: Adriansyah, van Dongen & van der Aalst (2011), "Conformance Checking Using Cost-Based Fitness Analysis", EDOC 2011,
    55-64; Dijkstra (1959), Numerische Mathematik 1, 269-271.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from evergrow.measure.conformance.designed import DesignedMap
from evergrow.measure.conformance.spec import AlignedStage, Alignment

KEPT = 100_000


@lru_cache(maxsize=KEPT)
def align(walk: tuple[str, ...], designed: DesignedMap) -> Alignment:
    """The cheapest alignment; of several the one with the fewest moves on log, and of those the one that shares stages early.

    Args:
        walk: The stages in their order, at least one.
        designed: What walks are held against.
    """
    if not walk:
        raise ValueError("a walk has at least one stage")
    shared = _shared(walk, designed)
    moves = _moves(walk, shared, designed)
    cost = sum(move.kind != "both" for move in moves)
    return Alignment(cost=cost, fitness=1 - cost / (len(walk) + 1), moves=moves)


def _shared(walk: Sequence[str], designed: DesignedMap) -> list[int]:
    """The places of the walk whose stages both have."""
    # For each stage the cheapest place so far at which it was shared: (cost so far, moves on log, place). What a place
    # costs later is the same for all of one stage but for the stages of the walk left out since, which `- place` counts.
    best: dict[str | None, tuple[int, int, int]] = {None: (1, 1, -1)}
    before: dict[int, int] = {}
    ends: list[tuple[int, int, int]] = []
    for place, stage in enumerate(walk):
        found = []
        for last, (cost, left_out, at) in best.items():
            passed = designed.between(last, stage)
            if passed is not None:
                found.append((cost + place - 1 + len(passed), left_out + place - 1, at))
        if not found:
            continue
        cost, left_out, at = min(found)
        before[place] = at
        rest = len(walk) - 1 - place
        ends.append((cost + rest, left_out + rest, place))
        here = (cost - place, left_out - place, place)
        best[stage] = min(here, best.get(stage, here))
    nothing = (len(walk) + 1, len(walk), -1)  # the whole walk, and the map's shortest run
    place = min([*ends, nothing])[2]
    shared = []
    while place >= 0:
        shared.append(place)
        place = before[place]
    return shared[::-1]


def _moves(walk: Sequence[str], shared: Sequence[int], designed: DesignedMap) -> tuple[AlignedStage, ...]:
    """The alignment that shares these places: the map's moves stand right before the stage they lead to."""
    moves: list[AlignedStage] = []
    last: str | None = None
    begun = 0
    for place in shared:
        moves += (AlignedStage(kind="walk", stage=stage) for stage in walk[begun:place])
        passed = designed.between(last, walk[place])
        assert passed is not None
        moves += (AlignedStage(kind="map", stage=stage) for stage in passed)
        moves.append(AlignedStage(kind="both", stage=walk[place]))
        last, begun = walk[place], place + 1
    moves += (AlignedStage(kind="walk", stage=stage) for stage in walk[begun:])
    if not shared:
        moves.append(AlignedStage(kind="map", stage=designed.starts[0]))
    return tuple(moves)
