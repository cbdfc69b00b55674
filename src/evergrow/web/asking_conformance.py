"""What the check of the map is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from evergrow.measure.conformance import Limit, Who, read_limit

WhoText = Annotated[
    Who, Query(description="Whose walks: of everyone, or of those who came onto the map in the period.")
]
LimitText = Annotated[
    str,
    Query(
        description="How long is too long in a stage: `95 %` (of those who went on had done so by then), `60 days`, or "
        "`target` (the map's own days)."
    ),
]
DeviationId = Annotated[
    str,
    Query(
        description="A deviation's id, or `any`: all whose walk does not keep to the map.",
        examples=["skipped:acquisition"],
    ),
]
FactTexts = Annotated[
    list[str],
    Query(
        alias="fact",
        description="What is looked at: `source`, `first_product`, `stage`, `trait.KEY`, `segment:NAME`.",
    ),
]


@dataclass(frozen=True)
class AskedCheck:
    """Whose walks are checked, and how long is too long."""

    who: Who
    limit: Limit


def check_asked(who: WhoText = "everyone", limit: LimitText = "95 %") -> AskedCheck:
    """The check that the address describes."""
    return AskedCheck(who, read_limit(limit))


CheckAsked = Annotated[AskedCheck, Depends(check_asked)]
