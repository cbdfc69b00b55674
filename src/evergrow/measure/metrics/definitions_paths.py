"""What the numbers of paths mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

PATHS: Final = (
    Definition(
        key="path_sessions",
        title="Sessions",
        text="A session is a customer's events with no longer quiet between them than is set (30 minutes unless said "
        "otherwise), of the period alone: one that runs over its edge is cut there. Counted are those with the chosen event, "
        "each once; without one, all.",
        formula="sessions with the chosen event",
    ),
    Definition(
        key="path_next",
        title="Share of the first step",
        text="Of the sessions with the chosen event, the share whose next other event was this one. Looking back, whose "
        "last other event before. A session counts from the first time it did the chosen event, looking back to the last; "
        "the same event several times in a row counts as once. Events of one moment come in the order of their names.",
        formula="sessions with this event next / sessions with the chosen event",
    ),
    Definition(
        key="path_ended",
        title="Nothing more",
        text="Of the sessions with the chosen event, the share that did nothing else after it; looking back, that "
        "began with it.",
        formula="sessions without another event after it / sessions with the chosen event",
    ),
    Definition(
        key="path_looped",
        title="Several times in a row",
        text="Of the sessions with the chosen event, the share that did it again at once, with no other event between.",
        formula="sessions that repeated the chosen event at once / sessions with it",
    ),
)
