"""Whom a message is shown as: a customer, and what they did that set it off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import ibis

from evergrow.kernel import iso
from evergrow.record import customers, events
from evergrow.runtime.workspace import Workspace

_LOOKED_AT: Final = 200
"""Of the newest events of a name, so many are looked through for one by a customer who is known."""


@dataclass(frozen=True, kw_only=True)
class SeenAs:
    """`event` is the trigger (event, at, properties, key); None where the customer never did it, or none was asked for."""

    customer_id: str | None
    keys: list[int]
    event: Mapping[str, Any] | None
    event_at: datetime | None


def seen_as(workspace: Workspace, customer_id: str | None, event_name: str | None) -> SeenAs:
    """The customer named, with their newest event of that name.

    Where none is named: whoever did that last, else whoever was seen last, of those with an address if there are.
    """
    chosen = (
        customer_id or (_did_last(workspace, event_name) if event_name else None) or _seen_last(workspace)
    )
    keys = customers.identity_keys(workspace.warehouse, chosen) if chosen else []
    event = _newest_event(workspace, keys, event_name) if event_name and keys else None
    at = datetime.fromisoformat(event["at"]) if event else None
    return SeenAs(customer_id=chosen, keys=keys, event=event, event_at=at)


def _did_last(workspace: Workspace, name: str) -> str | None:
    rows = events.EVENTS.rows
    newest = (
        rows.filter(rows.name == name)
        .select("identity_key", "at")
        .order_by(ibis.desc("at"))
        .limit(_LOOKED_AT)
    )
    keys = workspace.warehouse.fetch(newest)["identity_key"].to_pylist()
    ids = customers.customer_ids(workspace.warehouse, keys)
    found = [ids[key] for key in keys if key in ids]
    return next((one for one in found if one.startswith("user:")), found[0] if found else None)


def _seen_last(workspace: Workspace) -> str | None:
    rows = customers.CUSTOMERS.rows
    newest = rows.order_by(rows.email.isnull(), rows.last_seen_at.desc()).select("customer_id").limit(1)
    found = workspace.warehouse.fetch(newest)["customer_id"].to_pylist()
    return found[0] if found else None


def _newest_event(workspace: Workspace, keys: list[int], name: str) -> dict[str, Any] | None:
    rows = events.events_of(keys)
    newest = rows.filter(rows.name == name).order_by(rows["at"].desc()).limit(1)
    found = workspace.warehouse.fetch(newest.select("name", "at", "properties")).to_pylist()
    if not found:
        return None
    row = found[0]
    return {
        "event": row["name"],
        "at": iso(row["at"].replace(tzinfo=UTC)),
        "properties": json.loads(row["properties"] or "{}"),
        "key": None,
    }
