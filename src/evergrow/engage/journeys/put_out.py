"""Put the messages that steps asked for into the outbox.

Reads   the entries as they were just written: whom a message is for, and what began their entry, go from row to row
        within the state and never come out of it.
Holds   a message is there once, by its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, literal, select

from evergrow.engage.journeys.book import paths_of
from evergrow.engage.journeys.outbox import GONE, Template, goes_round, message_bits
from evergrow.engage.journeys.spec import Course
from evergrow.engage.journeys.tables import entries
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx


def put_out(
    tx: Tx, course: Course, sends: pl.DataFrame, templates: Mapping[str, Template], now: datetime
) -> int:
    """Write the messages of `sends` (SENDS); returns how many were new. One statement for each step."""
    if sends.is_empty():
        return 0
    rows = sends.sort("entry_key", "at")
    if goes_round(course):
        paths = paths_of(tx, course.name, rows["entry_key"])
        rows = rows.join(paths, on="entry_key", how="left", maintain_order="left")
    rows = rows.with_columns(message_bits(course, rows))
    ways, written = ("version", "step", "template", "bits"), 0
    for (version, step, template, bits), some in rows.group_by(*ways, maintain_order=True):
        of_step = {"origin_name": course.name, "origin_version": version, "step": step, "template": template}
        told = some.select("entry_key", "at").to_arrow()
        asked = tx.pairs(told["entry_key"], told["at"])
        query = _made(asked, int(str(bits)), of_step, templates.get(str(template)), now)
        written += tx.add_new_from(messages, query)
    return written


def _made(
    asked: FromClause, bits: int, of_step: Mapping[str, Any], template: Template | None, now: datetime
) -> Select[*tuple[Any, ...]]:
    """The messages of a step, for the entries `asked`: each by its `key`, due at its `value`."""
    same = {
        **of_step,
        "origin": "journey",
        "channel": template.channel if template else "",
        "topic": template.topic if template else "",
        "template_version": template.version if template else 0,
        "created_at": now,
        "status": "waiting" if template else "suppressed",
        "reason": None if template else GONE,
        "tries": 0,
    }
    own = [entries.c[name] for name in ("entry_key", "identity_key", "customer_id", "trigger")]
    said = [literal(value, messages.c[name].type).label(name) for name, value in same.items()]
    key = _changed(entries.c.entry_key, bits).label("message_key")
    chosen = select(key, asked.c.value.label("due_at"), *own, *said)
    return chosen.where(entries.c.entry_key == asked.c.key)


def _changed(key: ColumnElement[int], bits: int) -> ColumnElement[int]:
    """The key exclusive-or `bits`, for which SQLite has no word: what either has, without what both have."""
    those = literal(bits, BigInteger)
    return key.bitwise_or(those) - key.bitwise_and(those)
