"""How far time has happened to journeys and campaigns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from evergrow.engage.journeys.tables import journey_progress
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The end of the last slice: in the log, among the moves between segments, and in time."""

    position: int
    segment_move: int
    at: datetime


def progress(tx: Tx) -> Progress | None:
    """None before the first slice: what lies before it starts no journey."""
    row = tx.first(select(journey_progress))
    return Progress(position=row["position"], segment_move=row["segment_move"], at=row["at"]) if row else None


def move_progress(tx: Tx, to: Progress) -> None:
    """Note the end of a slice, in the transaction that keeps what came of it."""
    if not tx.run(update(journey_progress).values(**asdict(to))):
        tx.run(insert(journey_progress), [{"id": 1, **asdict(to)}])
