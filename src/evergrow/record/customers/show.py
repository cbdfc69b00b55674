"""Everything the record holds about one customer: what was stated, by which identities, and why they are one.

Reads   a handful of rows by key; each function is one or two queries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any, Literal

import ibis.expr.types as ir
import pyarrow as pa
from sqlalchemy import select

from evergrow.kernel import key_of, refuse
from evergrow.record.customers.tables import (
    CONSENT_LOG,
    CONSENTS,
    FACTS,
    IDENTITIES,
    LINKS,
    MERGED,
    TRAITS,
    undone_links,
)
from evergrow.record.events import events_of
from evergrow.storage.state import State
from evergrow.storage.warehouse import Warehouse


@dataclass(frozen=True, kw_only=True)
class StatedTrait:
    """A fact the customer or the brand stated, the latest word on it. `source` is the source's id."""

    key: str
    value: Any
    set_at: datetime
    source: str


@dataclass(frozen=True, kw_only=True)
class StatedConsent:
    """The latest yes or no on a channel and topic, with its proof."""

    channel: str
    topic: str
    is_granted: bool
    at: datetime
    source: str
    wording: str | None
    message_id: str


@dataclass(frozen=True, kw_only=True)
class ConsentStatement:
    """One yes or no, with its proof: when, where (page, address) and in which words."""

    channel: str
    topic: str
    is_granted: bool
    is_confirmed: bool
    at: datetime
    message_id: str
    wording: str | None
    place: str | None
    ip: str | None
    source_id: str | None


@dataclass(frozen=True, kw_only=True)
class KnownIdentity:
    """One of the names a customer goes by."""

    identity: str
    kind: Literal["user", "anon"]
    value: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    events: int


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Why two identities are one customer, or would be: the record that said so, and whether it was taken back."""

    merge_id: str
    from_identity: str
    to_identity: str
    reason: Literal["identify", "alias"]
    message_id: str
    at: datetime
    is_undone: bool
    undone_at: datetime | None
    undone_by: str | None


def identity_keys(warehouse: Warehouse, customer_id: str) -> list[int]:
    """The keys of every identity of the customer; any of their identities may be given as the id.

    Raises:
        Refusal: `customer.unknown`.
    """
    key = key_of(customer_id)
    found = warehouse.ask(_of, MERGED.rows, [key])
    customer_key = found["customer_key"][0].as_py() if found.num_rows else key
    others = warehouse.ask(_merged_into, MERGED.rows, customer_key)
    keys = [customer_key, *others["identity_key"].to_pylist()]
    if not warehouse.ask(_of, IDENTITIES.rows, keys).num_rows:
        raise refuse(
            "customer.unknown",
            f"No customer goes by '{customer_id}'.",
            where="customer_id",
            next_step="Look for the customer by name, email or id on the Customers page.",
            status=404,
        )
    return keys


def traits_of(warehouse: Warehouse, keys: list[int]) -> list[StatedTrait]:
    """The latest word on every trait, over all identities of a customer."""
    rows = _with_source(warehouse, TRAITS.rows, keys)
    latest = {row["key"]: row for row in sorted(rows, key=lambda row: (row["at"], row["message_id"]))}
    return [
        StatedTrait(key=key, value=json.loads(row["value"]), set_at=row["at"], source=row["source_id"] or "")
        for key, row in sorted(latest.items())
    ]


def consents_of(warehouse: Warehouse, keys: list[int]) -> list[StatedConsent]:
    """The latest yes or no on every channel and topic, over all identities of a customer."""
    rows = _with_source(warehouse, CONSENTS.rows, keys)
    ordered = sorted(rows, key=lambda row: (row["at"], row["message_id"]))
    latest = {(row["channel"], row["topic"]): row for row in ordered}
    return [
        StatedConsent(
            channel=channel,
            topic=topic,
            is_granted=row["is_granted"],
            at=row["at"],
            source=row["source_id"] or "",
            wording=row["wording"],
            message_id=row["message_id"],
        )
        for (channel, topic), row in sorted(latest.items())
    ]


def consent_history_of(warehouse: Warehouse, keys: list[int]) -> list[ConsentStatement]:
    """Every yes and no of a customer with its proof, newest first."""
    rows = warehouse.fetch(_of(CONSENT_LOG.rows, keys)).to_pylist()
    wanted = [name for name in CONSENT_LOG.columns if name not in ("statement_key", "identity_key", "at")]
    return [
        ConsentStatement(at=row["at"].replace(tzinfo=UTC), **{name: row[name] for name in wanted})
        for row in sorted(rows, key=lambda row: (row["at"], row["message_id"]), reverse=True)
    ]


def identities_of(warehouse: Warehouse, keys: list[int]) -> list[KnownIdentity]:
    """Every identity of a customer, with what it did."""
    rows = warehouse.ask(_with_facts, IDENTITIES.rows, FACTS.rows, keys).to_pylist()
    found = []
    for row in sorted(rows, key=lambda row: row["identity"]):
        kind, _, value = row["identity"].partition(":")
        found.append(
            KnownIdentity(
                identity=row["identity"],
                kind="user" if kind == "user" else "anon",
                value=value,
                first_seen_at=_aware(row["first_seen_at"]),
                last_seen_at=_aware(row["last_seen_at"]),
                events=row["events"] or 0,
            )
        )
    return found


def merges_of(warehouse: Warehouse, state: State, keys: list[int]) -> list[Merge]:
    """Every link that touches one of the identities, newest first, those taken back included."""
    rows = warehouse.ask(_touching, LINKS.rows, keys).to_pylist()
    with state.reading() as tx:
        query = select(undone_links).where(undone_links.c.link_key.in_([row["link_key"] for row in rows]))
        undone = {row["link_key"]: row for row in tx.rows(query)}
    return [
        Merge(
            merge_id=merge_id(row["link_key"]),
            from_identity=row["identity"],
            to_identity=row["other_identity"],
            reason=row["kind"],
            message_id=row["message_id"],
            at=row["at"].replace(tzinfo=UTC),
            is_undone=row["link_key"] in undone,
            undone_at=undone[row["link_key"]]["undone_at"] if row["link_key"] in undone else None,
            undone_by=undone[row["link_key"]]["undone_by"] if row["link_key"] in undone else None,
        )
        for row in sorted(rows, key=lambda row: row["at"], reverse=True)
    ]


def merge_id(link_key: int) -> str:
    """The public name of a link: its key in hexadecimal."""
    return f"mrg_{link_key & (2**64 - 1):016x}"


def link_key_of(merge: str) -> int:
    """The key behind a public name.

    Raises:
        Refusal: `merge.unknown`, where the name has another form.
    """
    try:
        value = int(merge.removeprefix("mrg_"), 16)
        if not 0 <= value < 2**64:
            raise ValueError(merge)
    except ValueError:
        raise unknown_merge(merge) from None
    return value - 2**64 if value >= 2**63 else value


def unknown_merge(merge: str) -> Exception:
    """The refusal for a merge that is not there."""
    return refuse(
        "merge.unknown",
        f"There is no merge '{merge}'.",
        where="merge_id",
        next_step="Take the merge_id from the customer's page.",
        status=404,
    )


def _of(table: ir.Table, keys: Sequence[int]) -> ir.Table:
    """Their rows. One filter an identity, as `events_of` has: 15 ms for three of them where one of three takes 44."""
    return reduce(ir.Table.union, [table.filter(table.identity_key == key) for key in keys])


def _merged_into(merged: ir.Table, customer_key: int) -> ir.Table:
    return merged.filter(merged.customer_key == customer_key)


def _with_facts(identities: ir.Table, facts: ir.Table, keys: Sequence[int]) -> ir.Table:
    did = facts.select("identity_key", "first_seen_at", "last_seen_at", "events")
    return _of(identities, keys).left_join(_of(did, keys), "identity_key")


def _touching(links: ir.Table, keys: Sequence[int]) -> ir.Table:
    return links.filter(links.identity_key.isin(keys) | links.other_key.isin(keys))


def _senders(messages: ir.Table, keys: Sequence[int]) -> ir.Table:
    return events_of(keys).select("message_id", "source_id").semi_join(messages, "message_id")


def _with_source(warehouse: Warehouse, stated: ir.Table, keys: list[int]) -> list[dict[str, Any]]:
    """What was stated of these identities, with an aware `at` and the source that sent the record."""
    rows = warehouse.ask(_of, stated, keys).to_pylist()
    if not rows:
        return []
    messages = pa.table({"message_id": sorted({row["message_id"] for row in rows})})
    said = warehouse.ask(_senders, messages, keys)
    sources = dict(zip(said["message_id"].to_pylist(), said["source_id"].to_pylist(), strict=True))
    return [
        row | {"at": row["at"].replace(tzinfo=UTC), "source_id": sources.get(row["message_id"])}
        for row in rows
    ]


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
