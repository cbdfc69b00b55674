"""The ten segments as data: which cells of the recency x frequency grid belong to which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evergrow.kernel import Problem, Refusal

SCORES: Final = (1, 2, 3, 4, 5)
_PATTERN: Final = re.compile(r"([1-5]|\[[1-5]-[1-5]\])([1-5]|\[[1-5]-[1-5]\])")


@dataclass(frozen=True, kw_only=True)
class SegmentRule:
    """A segment and its cells: recency, then frequency, each one score or a range, such as `[3-4][4-5]` or `51`."""

    id: str
    title: str
    cells: str


DEFAULT_RULES: Final = (
    SegmentRule(id="champion", title="Champion", cells="5[4-5]"),
    SegmentRule(id="loyal", title="Loyal", cells="[3-4][4-5]"),
    SegmentRule(id="potential_loyalist", title="Potential loyalist", cells="[4-5][2-3]"),
    SegmentRule(id="new", title="New", cells="51"),
    SegmentRule(id="promising", title="Promising", cells="41"),
    SegmentRule(id="needs_attention", title="Needs attention", cells="33"),
    SegmentRule(id="about_to_sleep", title="About to sleep", cells="3[1-2]"),
    SegmentRule(id="at_risk", title="At risk", cells="[1-2][3-4]"),
    SegmentRule(id="cannot_lose_them", title="Cannot lose them", cells="[1-2]5"),
    SegmentRule(id="hibernating", title="Hibernating", cells="[1-2][1-2]"),
)


def cells_of(rule: SegmentRule) -> list[tuple[int, int]]:
    """The rule's cells as (recency, frequency).

    Raises:
        Refusal: `rfm.bad_cells`.
    """
    found = _PATTERN.fullmatch(rule.cells)
    if found is None:
        raise Refusal(_bad_cells(rule))
    return [(r, f) for r in _scores(found[1]) for f in _scores(found[2])]


def segment_by_cell(rules: Sequence[SegmentRule]) -> dict[tuple[int, int], str]:
    """The segment of every cell.

    Raises:
        Refusal: with every problem: `rfm.bad_cells`, `rfm.cell_taken_twice`, `rfm.cell_without_segment`.
    """
    problems: list[Problem] = []
    found: dict[tuple[int, int], str] = {}
    for rule in rules:
        if _PATTERN.fullmatch(rule.cells) is None:
            problems.append(_bad_cells(rule))
            continue
        for cell in cells_of(rule):
            if cell in found:
                problems.append(_taken_twice(cell, found[cell], rule))
            found.setdefault(cell, rule.id)
    free = [f"{r}{f}" for r in SCORES for f in SCORES if (r, f) not in found]
    if free:
        problems.append(
            Problem(
                code="rfm.cell_without_segment",
                what=f"No segment has the cells {', '.join(free)}.",
                where="rfm.segments",
                next_step="Give every cell of the grid to one segment.",
            )
        )
    if problems:
        raise Refusal(*problems, status=422)
    return found


def _scores(text: str) -> range:
    return range(int(text[1]), int(text[3]) + 1) if text.startswith("[") else range(int(text), int(text) + 1)


def _bad_cells(rule: SegmentRule) -> Problem:
    return Problem(
        code="rfm.bad_cells",
        what=f"'{rule.cells}' names no cells.",
        where=f"rfm.segments.{rule.id}",
        next_step="Write recency and frequency as a score or a range, such as 51 or [3-4][4-5].",
    )


def _taken_twice(cell: tuple[int, int], owner: str, rule: SegmentRule) -> Problem:
    return Problem(
        code="rfm.cell_taken_twice",
        what=f"The cell {cell[0]}{cell[1]} is in '{owner}' and in '{rule.id}'.",
        where=f"rfm.segments.{rule.id}",
        next_step="Give every cell of the grid to one segment.",
    )
