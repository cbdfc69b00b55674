"""What the guards are asked, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

ON_THE_LIST: Final = "on_suppression_list"
SUPPRESSIONS: Final = {
    "holdout": "The customer is held out, to measure what messages change.",
    "no_consent": "The customer has not agreed to this topic on this channel.",
    "opted_out": "The customer has said no to this topic or channel.",
    "pending_confirmation": "The customer has yet to confirm by the link that was sent.",
    ON_THE_LIST: "The address is on the suppression list.",
    "no_address": "Nothing is known to reach the customer by on this channel.",
    "bad_address": "The address cannot be one.",
    "channel_cap": "The customer has had as many messages on this channel as the cap allows.",
    "overall_cap": "The customer has had as many messages as the cap over all channels allows.",
    "unknown_topic": "The message's topic is not among the topics.",
    "missing_value": "A value in the text is missing, and its author chose not to send then.",
    "template_failed": "The template could not be rendered.",
    "template_too_large": "The rendered message is too large.",
    "empty_message": "The template rendered to nothing.",
    "template_missing": "The message was deleted after it was asked for.",
    "left_journey": "The customer left the journey, by its goal or an exit, while the message waited.",
    "stopped": "The journey or campaign was stopped while the message waited.",
}
"""Every reason a message can be suppressed for: the guards' in their order, then those of rendering and stopping."""

LISTED: Final = {
    "imported": "It came with an imported list.",
    "legal": "For legal reasons.",
    "hard_bounce": "It does not exist: a message came back.",
    "complaint": "Its owner complained.",
    "operator": "An operator put it there.",
}
"""Why an address is on the suppression list; a message held back by it carries one of these as its `detail`."""

WAITS: Final = {
    "quiet_hours": "Until the customer's quiet hours end.",
    "best_hour": "Until the hour at which the customer usually reads.",
    "throttle": "Until the channel's throttle lets it through.",
    "retry": "Until it is tried again.",
}

UNGUARDED: Final = ("webhook",)
"""Channels that reach systems, not people: no consent, cap or quiet hour stands before them."""
SILENT: Final = (*UNGUARDED, "in_app")
"""Channels that wake nobody, so no quiet hours hold them."""

ASKED: Final = pl.Schema(
    {
        "message_key": pl.Int64(),
        "customer_key": pl.Int64(),  # today's, whatever it was when the message was made
        "origin": pl.String(),
        "channel": pl.String(),
        "topic": pl.String(),
        "due_at": pl.Datetime("us"),  # UTC; what is decided is decided as of it
        "waits_for": pl.String(),  # null, or what it has waited for
        "address": pl.String(),  # null: none is known
        "zone": pl.String(),  # IANA name of the customer's time zone
    }
)
HISTORY: Final = pl.Schema(
    {"customer_key": pl.Int64(), "channel": pl.String(), "topic": pl.String(), "at": pl.Datetime("us")}
)
"""Messages that went, or are decided to go, within the longest window before the first one asked about."""
ELSEWHERE: Final = pl.Schema({**HISTORY, "sent_key": pl.Int64()})
"""The same of messages that are not judged now, with their keys: of two due at once, the smaller key goes first."""

DECIDED: Final = pl.Schema(
    {
        "message_key": pl.Int64(),
        "status": pl.String(),  # ready suppressed waiting
        "reason": pl.String(),  # a key of SUPPRESSIONS, or null
        "waits_for": pl.String(),  # a key of WAITS, or null
        "due_at": pl.Datetime("us"),
    }
)

REASONED: Final = pl.Schema({"message_key": pl.Int64(), "reason": pl.String()})
Reasons = Callable[[pl.DataFrame], pl.DataFrame]
"""From rows of ASKED, their message_keys with a `reason` as of their due_at. Null, or left out: may be sent."""


BestTimes = Callable[[pl.DataFrame], pl.DataFrame]
"""From rows of ASKED, the same message_keys with `best_at`: their due_at, or later, in the customer's usual hour."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The decisions, a row a message (DECIDED), and until when each throttled channel is taken."""

    decisions: pl.DataFrame
    taken: Mapping[str, datetime] = field(default_factory=dict)
