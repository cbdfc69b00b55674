"""What a customer hears about, as the customer sees it: each topic on each of its channels, yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from evergrow.definitions.topics import Topics
from evergrow.engage.consent.may_send import consent_reasons
from evergrow.engage.consent.say import Statement
from evergrow.engage.messages import Fetch


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to say yes or no to. `is_pending`: said yes, and a mail asks to confirm it, as `must_confirm` says."""

    topic: str
    channel: str
    title: str
    text: str
    is_granted: bool
    is_pending: bool
    must_confirm: bool


def choices_of(
    fetch: Fetch, customer_key: int, topics: Topics, *, language: str, now: datetime
) -> list[Choice]:
    """Every marketing topic on each of its channels, in the order of the topics."""
    places = [(topic, channel) for topic in topics.topics if topic.is_marketing for channel in topic.channels]
    asked = pa.table(
        {
            "row_key": pa.array(range(len(places)), pa.int64()),
            "customer_key": pa.array([customer_key] * len(places), pa.int64()),
            "channel": pa.array([channel for _, channel in places], pa.string()),
            "topic": pa.array([topic.id for topic, _ in places], pa.string()),
            "at": pa.array([now.astimezone(UTC).replace(tzinfo=None)] * len(places), pa.timestamp("us")),
        }
    )
    rows = consent_reasons(fetch, asked, topics).to_pylist()
    reasons = {row["row_key"]: row["reason"] for row in rows}
    return [
        Choice(
            topic=topic.id,
            channel=channel,
            title=topic.title_in(language),
            text=topic.text_in(language),
            is_granted=reasons[place] is None,
            is_pending=reasons[place] == "pending_confirmation",
            must_confirm=topic.consent == "double_opt_in",
        )
        for place, (topic, channel) in enumerate(places)
    ]


def changed_choices(
    choices: Sequence[Choice],
    wanted: Iterable[tuple[str, str]],
    *,
    identity: str,
    at: datetime,
    place: str,
    **proof: str | int | None,
) -> list[Statement]:
    """A statement for each choice that is another than before. `wanted` holds the (topic, channel) said yes to."""
    yes = set(wanted)
    return [
        Statement(
            identity=identity,
            channel=choice.channel,
            topic=choice.topic,
            is_granted=(choice.topic, choice.channel) in yes,
            at=at,
            wording=f"{choice.title}: {choice.text}" if choice.text else choice.title,
            place=place,
            **proof,  # type: ignore[arg-type]
        )
        for choice in choices
        if ((choice.topic, choice.channel) in yes) != (choice.is_granted or choice.is_pending)
    ]
