"""Ask for customers to come into a journey at its next tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from evergrow.engage.journeys.courses import unknown_journey
from evergrow.engage.journeys.launch import status_of
from evergrow.engage.journeys.tables import entries, entry_requests, positions
from evergrow.kernel import key_of, refuse
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True)
class EntryReceipt:
    """What became of a request. The journey's own conditions are looked at when they come in."""

    asked: int
    already_inside: int
    unknown: list[str]


def request_entries(
    tx: Tx, name: str, customers: Mapping[str, int | None], *, by: str, now: datetime
) -> EntryReceipt:
    """Ask for these customers to enter the journey.

    Asking twice is safe: a customer already inside is counted in `already_inside`, not asked for again.

    Args:
        customers: Customer ids, each with today's key; None where nobody goes by the id.

    Raises:
        Refusal: `journey.unknown`, `journey.not_running`.
    """
    status = status_of(tx, name)
    if status is None:
        raise unknown_journey(tx, name)
    if status != "running":
        raise refuse(
            "journey.not_running",
            f"The journey '{name}' is {status}.",
            where="journey",
            next_step="Let it run, then ask again.",
            status=409,
        )
    keys = sorted({key for key in customers.values() if key is not None})
    inside = _inside(tx, name, keys)
    asked = [
        {
            "request_key": key_of(f"{name}\n{key}\n{now.timestamp()}"),
            "journey": name,
            "identity_key": key,
            "asked_at": now,
            "asked_by": by,
        }
        for key in keys
        if key not in inside
    ]
    return EntryReceipt(
        asked=tx.add_new(entry_requests, asked),
        already_inside=len(inside),
        unknown=sorted(customer for customer, key in customers.items() if key is None),
    )


def _inside(tx: Tx, name: str, keys: list[int]) -> set[int]:
    """Those of the customers who are inside, or have been asked for."""
    found: set[int] = set()
    for first in range(0, len(keys), 1_000):
        some = keys[first : first + 1_000]
        alive = (
            select(entries.c.identity_key)
            .join(positions, positions.c.entry_key == entries.c.entry_key)
            .where(entries.c.journey == name, entries.c.identity_key.in_(some))
        )
        waiting = select(entry_requests.c.identity_key).where(
            entry_requests.c.journey == name, entry_requests.c.identity_key.in_(some)
        )
        found |= {row["identity_key"] for row in (*tx.rows(alive), *tx.rows(waiting))}
    return found
