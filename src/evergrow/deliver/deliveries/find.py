"""Look messages up: by customer, origin, status, reason, channel, template; newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, func, select

from evergrow.deliver.attempts import Attempt, attempts_of
from evergrow.deliver.channels import FAILURES
from evergrow.deliver.guards import LISTED, ON_THE_LIST, SUPPRESSIONS, WAITS
from evergrow.deliver.telling import key_of_id, public_id
from evergrow.engage.messages import messages
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

_KEYS_AT_ONCE: Final = 500
_EXACT: Final = ("origin", "origin_name", "step", "status", "reason", "channel", "template", "topic")


@dataclass(frozen=True, kw_only=True)
class DeliveryFilter:
    """What to look for; what is None is not asked. `identity_keys`: every key a customer goes or went by."""

    identity_keys: Sequence[int] | None = None
    origin: str | None = None
    origin_name: str | None = None
    step: str | None = None
    status: str | None = None
    reason: str | None = None
    channel: str | None = None
    template: str | None = None
    topic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message as an operator sees it. `why` is a sentence: why it was not sent, or what it waits for."""

    message_id: str
    origin: str
    origin_name: str
    step: str
    customer_id: str
    channel: str
    topic: str
    template: str
    template_version: int
    created_at: datetime
    due_at: datetime
    status: str
    reason: str | None
    waits_for: str | None
    why: str
    detail: str | None
    tries: int
    sent_at: datetime | None
    language: str | None
    variant: str | None


@dataclass(frozen=True, kw_only=True)
class Deliveries:
    """A part of the list and how many there are in all."""

    rows: list[Delivery]
    total: int


def find_deliveries(tx: Tx, wanted: DeliveryFilter, *, limit: int = 50, offset: int = 0) -> Deliveries:
    """The messages that fit, newest first."""
    conditions = _conditions(wanted)
    total = tx.scalar(select(func.count()).select_from(messages).where(*conditions)) or 0
    query = (
        select(messages)
        .where(*conditions)
        .order_by(messages.c.due_at.desc(), messages.c.message_key)
        .limit(limit)
        .offset(offset)
    )
    return Deliveries(rows=[_delivery(row) for row in tx.rows(query)], total=total)


def one_delivery(tx: Tx, message_id: str) -> tuple[Delivery, list[Attempt]]:
    """A message with every try of it.

    Raises:
        Refusal: `delivery.unknown` (404).
    """
    key = key_of_id(message_id)
    row = None if key is None else tx.first(select(messages).where(messages.c.message_key == key))
    if row is None or key is None:
        raise refuse(
            "delivery.unknown",
            f"There is no message '{message_id}'.",
            where="message_id",
            next_step="List messages with GET /api/deliveries.",
            status=404,
        )
    return _delivery(row), attempts_of(tx, key)


def why(status: str, reason: str | None, waits_for: str | None, detail: str | None = None) -> str:
    """A message's standing as a sentence; of one held back by the suppression list also why its address is there."""
    if status == "sent":
        return "Sent."
    if status in ("suppressed", "failed", "unknown"):
        known = SUPPRESSIONS | FAILURES
        listed = LISTED.get(detail or "", "") if reason == ON_THE_LIST else ""
        return f"{known.get(reason or status, reason or status)} {listed}".rstrip()
    if waits_for:
        return WAITS.get(waits_for, waits_for)
    return {"waiting": "Not due yet.", "ready": "About to be sent.", "handing": "On its way."}[status]


def _conditions(wanted: DeliveryFilter) -> list[ColumnElement[bool]]:
    asked: dict[str, Any] = {name: getattr(wanted, name) for name in _EXACT}
    found: list[ColumnElement[bool]] = [
        messages.c[name] == value for name, value in asked.items() if value is not None
    ]
    if wanted.identity_keys is not None:
        found.append(messages.c.identity_key.in_(list(wanted.identity_keys)[:_KEYS_AT_ONCE]))
    return found


def _delivery(row: RowMapping) -> Delivery:
    names = [field.name for field in fields(Delivery) if field.name not in ("message_id", "why")]
    return Delivery(
        message_id=public_id(row["message_key"]),
        why=why(row["status"], row["reason"], row["waits_for"], row["detail"]),
        **{name: row[name] for name in names},
    )
