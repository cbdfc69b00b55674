"""Store what an intake set aside, and count every record once.

received = accepted + quarantined + duplicates, for each source and in total. `quarantined` is what is
open now: a record that is tried again leaves it, comes through the log as a new entry, and is counted
where it ends. So `received` never counts it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select, update

from evergrow.ingest.quarantined import Quarantined
from evergrow.ingest.reasons import REASONS
from evergrow.ingest.tables import intake_counts, quarantine, sources
from evergrow.storage.state import Tx

_AT_ONCE: Final = 500  # values in one list of a query


@dataclass(frozen=True, kw_only=True)
class ReasonCount:
    """How many records are set aside for one reason."""

    reason: str
    title: str
    count: int


@dataclass(frozen=True, kw_only=True)
class IntakeCounts:
    """How every record ended, over all sources."""

    accepted: int
    quarantined: int
    duplicates: int
    by_reason: list[ReasonCount]

    @property
    def received(self) -> int:
        return self.accepted + self.quarantined + self.duplicates


def keep_quarantined(tx: Tx, records: Sequence[Quarantined]) -> list[Quarantined]:
    """Store records that were set aside; returns those that are new. The others are rows of a repeated file.

    Their counting is `count_intake`'s: hand it the new ones, and count the others as duplicates.
    """
    known = _known_fingerprints(tx, [one.fingerprint for one in records if one.fingerprint is not None])
    new: list[Quarantined] = []
    for one in records:
        if one.fingerprint is None or one.fingerprint not in known:
            new.append(one)
            if one.fingerprint is not None:
                known.add(one.fingerprint)
    tx.run(insert(quarantine), [_row(one) for one in new])
    return new


def _known_fingerprints(tx: Tx, wanted: Sequence[int]) -> set[int]:
    known: set[int] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        part = quarantine.c.fingerprint.in_(wanted[start : start + _AT_ONCE])
        known.update(row["fingerprint"] for row in tx.rows(select(quarantine.c.fingerprint).where(part)))
    return known


def count_intake(
    tx: Tx,
    *,
    accepted: Mapping[str, int],
    quarantined: Iterable[Quarantined],
    duplicates: Mapping[str, int],
    last_event_at: Mapping[str, datetime] | None = None,
) -> None:
    """Add to the counts of each source. To be called in the transaction that moves the cursor, so once."""
    aside: dict[str, int] = {}
    for one in quarantined:
        aside[one.source_id] = aside.get(one.source_id, 0) + 1
    for source_id in sorted({*accepted, *aside, *duplicates}):
        change = {
            "accepted": accepted.get(source_id, 0),
            "quarantined": aside.get(source_id, 0),
            "duplicates": duplicates.get(source_id, 0),
        }
        add_counts(tx, source_id, change)
    for source_id, instant in (last_event_at or {}).items():
        tx.run(update(sources).where(sources.c.id == source_id).values(last_event_at=instant))


def add_counts(tx: Tx, source_id: str, change: Mapping[str, int]) -> None:
    """Add `change` (by column of intake_counts) to one source's counts."""
    columns = {name: intake_counts.c[name] + number for name, number in change.items()}
    if not tx.run(update(intake_counts).where(intake_counts.c.source_id == source_id).values(**columns)):
        zero = {"source_id": source_id, "accepted": 0, "quarantined": 0, "duplicates": 0}
        tx.run(insert(intake_counts), [zero | dict(change)])


def read_counts(tx: Tx) -> IntakeCounts:
    """How every record ended that ever came in."""
    sums = [
        func.coalesce(func.sum(intake_counts.c[name]), 0)
        for name in ("accepted", "quarantined", "duplicates")
    ]
    row = tx.rows(select(*(total.label(name) for total, name in zip(sums, ("a", "q", "d"), strict=True))))[0]
    return IntakeCounts(
        accepted=int(row["a"]),
        quarantined=int(row["q"]),
        duplicates=int(row["d"]),
        by_reason=count_reasons(tx),
    )


def count_reasons(tx: Tx) -> list[ReasonCount]:
    """Open records by reason, the most frequent first."""
    number = func.count().label("number")
    query = (
        select(quarantine.c.reason, number).where(quarantine.c.status == "open").group_by(quarantine.c.reason)
    )
    return [
        ReasonCount(reason=row["reason"], title=REASONS[row["reason"]].title, count=row["number"])
        for row in tx.rows(query.order_by(number.desc(), quarantine.c.reason))
    ]


def _row(one: Quarantined) -> dict[str, object]:
    return {
        "position": one.position,
        "ordinal": one.ordinal,
        "source_id": one.source_id,
        "received_at": one.received_at,
        "reason": one.reason,
        "what": one.what.replace("\0", "\ufffd"),
        "dialect": one.dialect,
        "detail": one.detail,
        "record": one.record.replace("\0", "\ufffd"),
        "fingerprint": one.fingerprint,
        "status": "open",
    }
