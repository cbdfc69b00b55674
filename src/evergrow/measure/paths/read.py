"""Paths as an address or a command line asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final, Literal

from evergrow.definitions.conditions import Span
from evergrow.kernel import refuse
from evergrow.measure.paths.spec import MOST_EARLIER, MOST_SHOWN, Paths

MOST_STEPS: Final = 8
MOST_LEFT_OUT: Final = 50
LONGEST_QUIET_DAYS: Final = 90
_CHANNELS: Final = ("Email", "SMS", "Push", "Web Push", "WhatsApp", "Messenger", "In-App Message", "Webhook")
_HAPPENED: Final = ("Sent", "Delivered", "Bounced", "Failed", "Marked as Spam")
NOT_DONE: Final = (
    "Identified",
    "Experiment Viewed",
    *(f"{channel} {what}" for channel, what in product(_CHANNELS, _HAPPENED)),
)
"""Events that happen to customers, not by them: left out where nobody says what to leave out."""


def read_paths(
    event: str | None = None,
    *,
    direction: Literal["after", "before"] = "after",
    steps: int = 4,
    quiet: str = "30 minutes",
    without: Sequence[str] | None = None,
    most: int = 7,
    earlier: int = 0,
) -> Paths:
    """The paths these words ask for; `without` None leaves out what is not done by customers.

    Raises:
        Refusal: `paths.steps`, `paths.quiet`, `paths.without`, `paths.most`, `paths.earlier`.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise refuse(
            "paths.steps",
            f"Paths are 1 to {MOST_STEPS} steps deep, not {steps}.",
            where="steps",
            next_step="Four show most; ask from a later event to see further.",
        )
    if not 1 <= most <= MOST_SHOWN:
        raise refuse(
            "paths.most",
            f"A step shows 1 to {MOST_SHOWN} events, not {most}.",
            where="most",
            next_step="Leave out what is of no interest instead.",
        )
    if not 0 <= earlier <= MOST_EARLIER:
        raise refuse(
            "paths.earlier",
            f"0 to {MOST_EARLIER} earlier periods can be told of, not {earlier}.",
            where="earlier",
            next_step="Ask from an earlier period to see further back.",
        )
    left_out = NOT_DONE if without is None else tuple(sorted({name.strip() for name in without} - {""}))
    event = (event or "").strip() or None
    if without is not None and (len(left_out) > MOST_LEFT_OUT or event in left_out):
        raise refuse(
            "paths.without",
            f"'{event}' cannot be left out of its own paths."
            if event in left_out
            else f"At most {MOST_LEFT_OUT} events can be left out, not {len(left_out)}.",
            where="without",
            next_step="Take it off the list." if event in left_out else "Name those that happen most.",
        )
    return Paths(
        event=event,
        direction=direction,
        steps=steps,
        quiet=_quiet(quiet),
        without=tuple(name for name in left_out if name != event),
        most=most,
        earlier=earlier,
    )


def _quiet(text: str) -> Span:
    span = Span.read(text, longest_days=LONGEST_QUIET_DAYS)
    if span is None:
        raise refuse(
            "paths.quiet",
            f"'{text}' is no time after which a session is over.",
            where="quiet",
            next_step=f"Write for example '30 minutes' or '1 day', at most {LONGEST_QUIET_DAYS} days.",
        )
    return span
