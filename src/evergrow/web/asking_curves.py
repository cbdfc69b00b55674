"""What retention curves are asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from evergrow.measure.curves import CurvesAsked
from evergrow.measure.funnels import read_step
from evergrow.web.asking_funnel import ByText

BeganText = Annotated[
    str | None,
    Query(
        description="With which event customers begin, the first of all: its name or `'event' where (condition)`. Any when left out.",
        examples=["Signed Up"],
    ),
]
BackText = Annotated[
    str | None,
    Query(
        description="Which event is coming back, likewise. Any when left out.", examples=["Order Completed"]
    ),
]
DaysAsked = Annotated[int, Query(description="Up to which day customers are followed, 1 to 365.")]


@dataclass(frozen=True)
class AskedCurves:
    """The curves, and what their customers are told apart by."""

    curves: CurvesAsked
    by: str | None


def curves_asked(
    began: BeganText = None, back: BackText = None, days: DaysAsked = 90, by: ByText = None
) -> AskedCurves:
    """The curves that the address describes."""
    first = read_step(began, where="began") if began else None
    return AskedCurves(CurvesAsked(first, read_step(back, where="back") if back else None, days), by or None)


CurvesTold = Annotated[AskedCurves, Depends(curves_asked)]
