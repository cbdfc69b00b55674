"""What operators decide about journeys."""

from evergrow.runtime.journeys.decide import (
    ask_in,
    begin_slices,
    check_journey,
    delete_journey,
    known_to_journeys,
    launch_journey,
    save_journey,
)

__all__ = [
    "ask_in",
    "begin_slices",
    "check_journey",
    "delete_journey",
    "known_to_journeys",
    "launch_journey",
    "save_journey",
]
