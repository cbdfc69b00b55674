"""How long is too long in a stage: as stated, as the map wants it, or by those who went on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Literal

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import refuse

LEAST_GONE_ON: Final = 20
_DAY_MICROS: Final = 86_400_000_000
_LIMIT: Final = re.compile(r"\s*(\d{1,5})\s*(%|days?)\s*")
LONGEST_DAYS: Final = 3_650


@dataclass(frozen=True)
class Limit:
    """`share`: so many per cent of those who went on had done so by then; `days`; `target`: the map's own days."""

    kind: Literal["share", "days", "target"] = "share"
    amount: int = 95

    def __str__(self) -> str:
        return {"share": f"{self.amount} %", "days": f"{self.amount} days", "target": "target"}[self.kind]


def read_limit(text: str) -> Limit:
    """The limit of `95 %`, `60 days` or `target`.

    Raises:
        Refusal: `conformance.limit`.
    """
    if text.strip() == "target":
        return Limit("target", 0)
    found = _LIMIT.fullmatch(text)
    kind, amount = ("share" if found and found[2] == "%" else "days"), int(found[1]) if found else 0
    if not 1 <= amount <= (99 if kind == "share" else LONGEST_DAYS):
        raise refuse(
            "conformance.limit",
            f"'{text}' does not say how long is too long in a stage.",
            where="limit",
            next_step="Write '95 %' (of those who went on), a length such as '60 days', or 'target'.",
        )
    return Limit(kind, amount)


def onward(lifecycle_map: LifecycleMap) -> list[tuple[str, str]]:
    """What is going on: from a stage that has a way forward, to any later stage that is no exit."""
    stages = [stage for stage in lifecycle_map.stages if not stage.is_exit]
    waiting = {
        move.source
        for move in lifecycle_map.moves
        if not lifecycle_map.is_backward(move) and not lifecycle_map.stage(move.source).is_exit
    }
    return [
        (stage.id, later.id)
        for place, stage in enumerate(stages)
        if stage.id in waiting
        for later in stages[place + 1 :]
    ]


def days_of(
    limit: Limit, lifecycle_map: LifecycleMap, rows: list[dict[str, Any]]
) -> tuple[Mapping[str, int], list[str]]:
    """The days by stage, and a sentence for each stage of which it is not known.

    Args:
        limit: What is asked.
        lifecycle_map: The map.
        rows: Of `times_until_going_on`.
    """
    waiting = list(dict.fromkeys(stage for stage, _ in onward(lifecycle_map)))
    titles = {stage.id: stage.title for stage in lifecycle_map.stages}
    if limit.kind == "days":
        return dict.fromkeys(waiting, limit.amount), []
    if limit.kind == "target":
        wanted = {stage: _target(lifecycle_map, stage) for stage in waiting}
        missing = [f"The map states no days for {titles[stage]}." for stage in waiting if not wanted[stage]]
        return {stage: days for stage, days in wanted.items() if days}, missing
    known = {row["stage"]: row for row in rows if row["stays"] >= LEAST_GONE_ON}
    reasons = [
        f"Fewer than {LEAST_GONE_ON} customers have gone on from {titles[stage]}, so it does not tell how long is too long."
        for stage in waiting
        if stage not in known
    ]
    return {
        stage: max(1, ceil(known[stage]["micros"] / _DAY_MICROS)) for stage in waiting if stage in known
    }, reasons


def _target(lifecycle_map: LifecycleMap, stage: str) -> int | None:
    days = [
        move.target_days
        for move in lifecycle_map.moves
        if move.source == stage and move.target_days and not lifecycle_map.is_backward(move)
    ]
    return max(1, ceil(min(days))) if days else None
