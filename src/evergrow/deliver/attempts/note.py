"""Note marks and endings of messages, many in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Insert, Update, bindparam, func, insert, or_, select, update

from evergrow.deliver.attempts.spec import Attempt, Ending
from evergrow.deliver.attempts.tables import attempts
from evergrow.engage.consent import suppress
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

LOST = "The process ended between handing over and the answer: unknown, not repeated."


def mark_handing(tx: Tx, keys: Sequence[int]) -> set[int]:
    """Say that these messages may go out from now on; returns those that may not, as they are no longer ready."""
    asked = tx.among(messages.c.message_key, keys)
    marking = update(messages).where(asked, messages.c.status == "ready").values(status="handing")
    if tx.run(marking) == len(keys):
        return set()
    query = select(messages.c.message_key).where(asked, messages.c.status == "handing")
    return set(keys) - {row["message_key"] for row in tx.rows(query)}


def note_endings(tx: Tx, endings: Sequence[Ending]) -> None:
    """Give the messages their new standing, keep the attempts, and let nobody write again to an address that is gone."""
    if not endings:
        return
    tx.run_table(_ending(), _standings(endings))
    tx.run_table(_attempting(), _attempts(endings))
    for ending in endings:
        if ending.gone:
            channel, address = ending.gone
            suppress(
                tx, channel=channel, address=address, reason="hard_bounce", by="dispatch",
                now=ending.ended_at, note=ending.detail or "",
            )  # fmt: skip


def settle_lost(tx: Tx, begun: Mapping[int, str | None] | None, now: datetime) -> int:
    """After a start: what was handed over without an answer is unknown from now on. Returns how many.

    Args:
        begun: The messages whose first byte may have left, with the provider's id (or an empty text) where it took
            them. None where nobody knows: then it may have been any that was marked.
    """
    lost = tx.rows(
        select(messages.c.message_key, messages.c.tries, messages.c.due_at).where(
            messages.c.status == "handing"
        )
    )
    never = [row["message_key"] for row in lost if begun is not None and row["message_key"] not in begun]
    give_back(tx, never)
    endings = [
        _lost(row, None if begun is None else begun.get(row["message_key"]), now)
        for row in lost
        if begun is None or row["message_key"] in begun
    ]
    note_endings(tx, endings)
    return sum(ending.status == "unknown" for ending in endings)


def give_back(tx: Tx, keys: Sequence[int]) -> None:
    """These were marked and never begun: they are ready as they were."""
    if keys:
        asked = tx.among(messages.c.message_key, keys)
        tx.run(update(messages).where(asked, messages.c.status == "handing").values(status="ready"))


def _lost(row: Mapping[Any, Any], provider_id: str | None, now: datetime) -> Ending:
    was_taken = provider_id is not None
    return Ending(
        message_key=row["message_key"],
        number=row["tries"] + 1,
        connection_id="",
        begun_at=row["due_at"],
        ended_at=now,
        outcome="sent" if was_taken else "unknown",
        status="sent" if was_taken else "unknown",
        due_at=row["due_at"],
        reason=None if was_taken else "unknown",
        detail=None if was_taken else LOST,
        provider_id=provider_id or None,
    )


def attempts_of(tx: Tx, message_key: int) -> list[Attempt]:
    """Every try of a message, first to last."""
    query = select(attempts).where(attempts.c.message_key == message_key).order_by(attempts.c.number)
    names = Attempt.__dataclass_fields__
    return [Attempt(**{name: row[name] for name in names}) for row in tx.rows(query)]


def count_attempts(tx: Tx, *, since: datetime) -> dict[str, dict[str, int]]:
    """By connection, how the tries since then ended."""
    query = (
        select(attempts.c.connection_id, attempts.c.outcome, func.count().label("count"))
        .where(attempts.c.ended_at >= since)
        .group_by(attempts.c.connection_id, attempts.c.outcome)
    )
    counts: dict[str, dict[str, int]] = {}
    for row in tx.rows(query):
        counts.setdefault(row["connection_id"], {})[row["outcome"]] = row["count"]
    return counts


@cache
def _ending() -> Update:
    names = ("status", "reason", "detail", "waits_for", "tries", "sent_at", "provider_id", "due_at")
    values = {name: bindparam(f"new_{name}") for name in names}
    values["language"] = func.coalesce(bindparam("new_language"), messages.c.language)  # type: ignore[assignment]
    in_hand = or_(messages.c.status == "ready", messages.c.status == "handing")
    return update(messages).where(messages.c.message_key == bindparam("key"), in_hand).values(values)


@cache
def _attempting() -> Insert:
    return insert(attempts).values({name: bindparam(name) for name in (*_WORDS, "number", *_MOMENTS)})


_WORDS: Final = ("message_key", "connection_id", "outcome", "reason", "code", "detail")
_MOMENTS: Final = ("begun_at", "ended_at")
_INSTANT: Final = pa.timestamp("us")


def _standings(endings: Sequence[Ending]) -> pa.Table:
    """What `_ending` is run with, a row an ending: some hundreds come at once, and row by row takes twice the time."""
    has_reason = ("failed", "suppressed", "unknown")
    return pa.table(
        {
            "key": [ending.message_key for ending in endings],
            "new_status": [ending.status for ending in endings],
            "new_reason": [ending.reason if ending.status in has_reason else None for ending in endings],
            "new_detail": [ending.detail for ending in endings],
            "new_waits_for": [ending.waits_for for ending in endings],
            "new_tries": [ending.number for ending in endings],
            "new_sent_at": pa.array(
                [ending.ended_at if ending.status == "sent" else None for ending in endings], _INSTANT
            ),
            "new_provider_id": [ending.provider_id for ending in endings],
            "new_due_at": pa.array([ending.due_at for ending in endings], _INSTANT),
            "new_language": [ending.language for ending in endings],
        }
    )


def _attempts(endings: Sequence[Ending]) -> pa.Table:
    columns: dict[str, Any] = {name: [getattr(ending, name) for ending in endings] for name in _WORDS}
    columns["number"] = [ending.number for ending in endings]
    moments = {name: pa.array([getattr(one, name) for one in endings], _INSTANT) for name in _MOMENTS}
    return pa.table(columns | moments)
