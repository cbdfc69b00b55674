"""Note marks and endings of messages, many in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Insert,
    Integer,
    String,
    Text,
    Update,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from evergrow.deliver.attempts.spec import Attempt, Ending
from evergrow.deliver.attempts.tables import attempts
from evergrow.engage.consent import suppress
from evergrow.engage.messages import messages
from evergrow.storage.state import Kinds, Tx

LOST = "The process ended between handing over and the answer: unknown, not repeated."


def mark_handing(tx: Tx, keys: Sequence[int]) -> set[int]:
    """Say that these messages may go out from now on; returns those that may not, as they are no longer ready."""
    if tx.run_given(_marking, _KEYS, {"key": keys}) == len(keys):
        return set()
    asked = tx.among(messages.c.message_key, keys)
    query = select(messages.c.message_key).where(asked, messages.c.status == "handing")
    return set(keys) - {row["message_key"] for row in tx.rows(query)}


def note_endings(tx: Tx, endings: Sequence[Ending]) -> None:
    """Give the messages their new standing, keep the attempts, and let nobody write again to an address that is gone."""
    sent: list[Ending] = []
    others: list[Ending] = []
    for ending in endings:
        (sent if _is_plainly_sent(ending) else others).append(ending)
    if sent:
        columns = {name: [getattr(ending, name) for ending in sent] for name in _KEPT_OF_SENT}
        tx.run_given(_sending, _SENT, columns)
        tx.run_given(_attempting_once, _SENT_ATTEMPT, columns)
    if others:
        columns = _columns(others)
        tx.run_given(_ending, _STANDING, columns)
        tx.run_given(_attempting, _ATTEMPT, columns)
    for ending in others:
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
        tx.run_given(_unmarking, _KEYS, {"key": keys})


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


def _is_plainly_sent(ending: Ending) -> bool:
    """Whether all there is to say is that it was sent, as of nearly all. Then `due_at` is not written, and with it no index
    on it, and half of the columns go over: 46 microseconds a message where it took 66.
    """
    return (
        ending.status == "sent"
        and ending.reason is None
        and ending.detail is None
        and ending.waits_for is None
    )


def _columns(endings: Sequence[Ending]) -> dict[str, list[Any]]:
    """What the statements are given, a row an ending."""
    columns = {name: [getattr(ending, name) for ending in endings] for name in _KEPT}
    columns["new_reason"] = [ending.reason if ending.status in _REASONED else None for ending in endings]
    columns["sent_at"] = [ending.ended_at if ending.status == "sent" else None for ending in endings]
    return columns


def _marking(given: FromClause) -> Update:
    asked = messages.c.message_key == given.c.key
    return update(messages).where(asked, _STATUS == "ready").values(status="handing")


def _unmarking(given: FromClause) -> Update:
    asked = messages.c.message_key == given.c.key
    return update(messages).where(asked, _STATUS == "handing").values(status="ready")


def _ending(given: FromClause) -> Update:
    new: dict[str, ColumnElement[Any]] = {
        name: given.c[name] for name in ("status", "detail", "waits_for", "sent_at", "provider_id", "due_at")
    }
    new |= {"reason": given.c.new_reason, "tries": given.c.number}
    new["language"] = func.coalesce(given.c.language, messages.c.language)
    in_hand = or_(_STATUS == "ready", _STATUS == "handing")
    return update(messages).where(messages.c.message_key == given.c.message_key, in_hand).values(new)


def _sending(given: FromClause) -> Update:
    new: dict[str, Any] = {"status": "sent", "reason": None, "detail": None, "waits_for": None}
    new |= {"tries": given.c.number, "sent_at": given.c.ended_at, "provider_id": given.c.provider_id}
    new["language"] = func.coalesce(given.c.language, messages.c.language)
    in_hand = or_(_STATUS == "ready", _STATUS == "handing")
    return update(messages).where(messages.c.message_key == given.c.message_key, in_hand).values(new)


def _attempting_once(given: FromClause) -> Insert:
    names = [name for name, _ in _SENT_ATTEMPT]
    told = select(*(given.c[name] for name in names), literal("sent", String()))
    return insert(attempts).from_select([*names, "outcome"], told)


def _attempting(given: FromClause) -> Insert:
    names = [name for name, _ in _ATTEMPT]
    return insert(attempts).from_select(names, select(*(given.c[name] for name in names)))


_STATUS: Final = messages.c.status.concat("")
"""The status as no index has it: SQLite would go through all that are ready for each row given."""
_REASONED: Final = ("failed", "suppressed", "unknown")
_KEYS: Final[Kinds] = (("key", BigInteger()),)
_ATTEMPT: Final[Kinds] = tuple(
    (name, attempts.c[name].type)
    for name in "message_key number connection_id begun_at ended_at outcome reason code detail".split()
)
_STANDING: Final[Kinds] = (
    ("message_key", BigInteger()),
    ("number", Integer()),
    ("new_reason", Text()),
    *(
        (name, messages.c[name].type)
        for name in ("status", "detail", "waits_for", "sent_at", "provider_id", "due_at", "language")
    ),
)
_SENT: Final[Kinds] = (
    ("message_key", BigInteger()),
    ("number", Integer()),
    *(
        (name, messages.c[column].type)
        for name, column in (("ended_at", "sent_at"), ("provider_id",) * 2, ("language",) * 2)
    ),
)
_SENT_ATTEMPT: Final[Kinds] = tuple(
    (name, attempts.c[name].type)
    for name in "message_key number connection_id begun_at ended_at code".split()
)
_KEPT_OF_SENT: Final = sorted({name for name, _ in (*_SENT, *_SENT_ATTEMPT)})
_KEPT: Final = sorted({name for name, _ in (*_ATTEMPT, *_STANDING)} - {"new_reason", "sent_at"})
