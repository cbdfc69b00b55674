"""Events that just came in: which of them a journey or campaign is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir
import polars as pl
import pyarrow as pa

from evergrow.definitions.conditions import Condition
from evergrow.engage.facts.spec import Facts
from evergrow.measure.metrics import event_field, event_holds
from evergrow.measure.segments import Grounds, World

ARRIVALS: Final = pa.schema(
    [
        ("message_id", pa.string()),
        ("customer_key", pa.int64()),
        ("name", pa.string()),
        ("at", pa.timestamp("us")),
        ("revenue_micros", pa.int64()),
        ("currency", pa.string()),
        ("order_id", pa.string()),
        ("source_id", pa.string()),
        ("properties", pa.string()),
        ("context", pa.string()),
    ]
)
"""Columns of the events that a slice of time is told of: the record's, with the customer they belong to today."""


@dataclass(frozen=True, kw_only=True)
class Matcher:
    """Events by name, and what must hold for them."""

    event: str
    where: Condition | None = None


def matching(
    facts: Facts, arrivals: pa.Table, matchers: Sequence[Matcher], *, key: str | None = None
) -> pl.DataFrame:
    """The arrivals that at least one matcher is about.

    Args:
        facts: What is known.
        arrivals: Rows of ARRIVALS.
        matchers: Each becomes a column `matches_0`, `matches_1`, ...
        key: A field whose text becomes the column `key`; null where an event lacks it.

    Returns:
        `message_id`, `customer_key`, `name`, `at`, `properties`, `key` and the matchers' columns.
    """
    wanted = pl.Series(sorted({matcher.event for matcher in matchers}), dtype=pl.String)
    rows = pl.from_arrow(arrivals)
    assert isinstance(rows, pl.DataFrame)
    near = rows.filter(pl.col("name").is_in(wanted.implode()))
    if near.is_empty():  # most ticks bring nothing that a journey waits for: ask no engine then
        flags = [pl.lit(False).alias(f"matches_{place}") for place in range(len(matchers))]
        return near.select(
            "message_id", "customer_key", "name", "at", "properties", pl.lit("").alias("key"), *flags
        )
    return facts.ask(_matched, tuple(matchers), key, arrivals=near.to_arrow().cast(ARRIVALS))


def _matched(grounds: Grounds, world: World, matchers: tuple[Matcher, ...], key: str | None) -> ir.Table:
    arrivals = ibis.table(ibis.schema(ARRIVALS), name="arrivals")
    flags = {f"matches_{place}": _is_about(arrivals, matcher) for place, matcher in enumerate(matchers)}
    rows = arrivals.select(
        "message_id",
        "customer_key",
        "name",
        "at",
        "properties",
        key=event_field(arrivals, key).cast("string") if key else ibis.null("string"),
        **flags,
    )
    return rows.filter(reduce(ir.BooleanValue.__or__, [rows[name] for name in flags]))


def _is_about(arrivals: ir.Table, matcher: Matcher) -> ir.BooleanValue:
    is_named = arrivals.name == matcher.event
    return is_named if matcher.where is None else is_named & event_holds(arrivals, matcher.where)
