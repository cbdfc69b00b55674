"""What paths are asked with."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query

from evergrow.measure.paths import Paths, read_paths

EventText = Annotated[
    str | None,
    Query(
        description="Where the paths begin; where sessions begin when left out.", examples=["Product Added"]
    ),
]
DirectionText = Annotated[
    Literal["after", "before"], Query(description="What comes after the event, or what came before it.")
]
StepCount = Annotated[int, Query(description="How many steps deep, 1 to 8.")]
QuietText = Annotated[
    str, Query(description="Without an event for longer than this, a session is over: `30 minutes`, `1 day`.")
]
LeftOutTexts = Annotated[
    list[str] | None,
    Query(
        description="Events that are looked through. When left out: those that happen to customers, not by them, such as "
        "Email Delivered; an empty one leaves out none."
    ),
]
MostShown = Annotated[
    int, Query(description="How many events each step shows, 1 to 30; the rest is one, `other`.")
]
EarlierPeriods = Annotated[
    int,
    Query(description="Of how many periods before, as long as this one, each share is told, too: 0 to 6."),
]


def paths_asked(
    event: EventText = None,
    direction: DirectionText = "after",
    steps: StepCount = 4,
    quiet: QuietText = "30 minutes",
    without: LeftOutTexts = None,
    most: MostShown = 7,
    earlier: EarlierPeriods = 0,
) -> Paths:
    """The paths that the address describes."""
    return read_paths(
        event, direction=direction, steps=steps, quiet=quiet, without=without, most=most, earlier=earlier
    )


PathsAsked = Annotated[Paths, Depends(paths_asked)]
