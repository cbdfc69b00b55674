"""Remember whether a connection answered when it was last asked, until something newer is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update

from evergrow.deliver.attempts import attempts
from evergrow.deliver.channels import Health
from evergrow.deliver.connections.tables import connections
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True)
class KeptHealth:
    """What the last check found. `what` is the provider's answer, for the operator to read."""

    is_well: bool
    what: str
    checked_at: datetime


def keep_health(tx: Tx, connection_id: str, health: Health, *, now: datetime) -> None:
    """Remember what a check or a test found."""
    own = connections.c.id == connection_id
    tx.run(update(connections).where(own).values(checked_at=now, is_well=health.is_well, said=health.what))


def kept_health(tx: Tx) -> dict[str, KeptHealth]:
    """By connection, its last check. One that failed counts until a message went through after it."""
    sent_since = exists().where(
        attempts.c.connection_id == connections.c.id,
        attempts.c.ended_at > connections.c.checked_at,
        attempts.c.outcome == "sent",
    )
    query = select(connections.c.id, connections.c.checked_at, connections.c.is_well, connections.c.said)
    rows = tx.rows(query.where(connections.c.checked_at.is_not(None), connections.c.is_well | ~sent_since))
    return {row["id"]: _health(row) for row in rows}


def _health(row: Mapping[Any, Any]) -> KeptHealth:
    return KeptHealth(is_well=row["is_well"], what=row["said"] or "", checked_at=row["checked_at"])
