"""Customers drawn of each persona, with what they did and how many they all are: one pass over the events."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.measure.personas.rules import classified, counted_acts, with_persona
from evergrow.storage.warehouse import Given, Instant, moment

DRAWN: Final = 2_000
"""Of each persona, at most. A share of 2,000 is known to 2.2 points."""
_PRIME, _STRIDE = 1_000_003, 619_001
_DAY: Final = 86_400_000_000


def drawn(
    events: ir.Table,
    known: ir.Table | None,
    as_of: Instant,
    limits: Sequence[ir.IntegerScalar | int],
    *,
    currencies: tuple[str | None, ...],
    zone: str,
    most: int = DRAWN,
) -> ir.Table:
    """At most so many customers of each persona, drawn by their keys, and in every row what all of the persona sum up to.

    Returns:
        `customer_key`, `persona`, `viewed`, `others`, `added`, `checkouts`, `orders`, `days`, `revenue_micros`,
        `quiet_days`, `known_days` (since first seen), and `all_customers`, `all_orders`, `all_micros` of the persona (sums may come as decimals). Lazy.
    """
    return _drawn(classified(events, known, as_of, limits, currencies=currencies, zone=zone), as_of, most)


def drawn_counted(
    counted: Given,
    orders: ir.Table,
    known: ir.Table | None,
    as_of: Instant,
    limits: Sequence[ir.IntegerScalar | int],
    *,
    currencies: tuple[str | None, ...],
    most: int = DRAWN,
) -> ir.Table:
    """The same rows of what was counted already, see `counted_acts`: nothing has to be grouped. Lazy."""
    done = counted_acts(counted, orders, known, as_of)
    return _drawn(with_persona(done, limits, currencies), as_of, most)


def _drawn(found: ir.Table, as_of: Instant, most: int) -> ir.Table:
    # Keys are hashes here, but may count up in a table of somebody's own.
    mixed = (found.customer_key % _PRIME) * _STRIDE % _PRIME
    of_persona = ibis.window(group_by=found.persona)
    place = ibis.row_number().over(ibis.window(group_by=found.persona, order_by=[mixed, found.customer_key]))
    numbered = found.mutate(
        place=place,
        all_customers=found.count().over(of_persona),
        all_orders=_sum(found.orders).over(of_persona),
        all_micros=_sum(found.revenue_micros).over(of_persona),
    )
    kept = numbered.filter(numbered.place < most)
    now = moment(as_of)
    return kept.select(
        *(
            "customer_key",
            "persona",
            "viewed",
            "others",
            "added",
            "checkouts",
            "orders",
            "days",
            "revenue_micros",
        ),
        *("all_customers", "all_orders", "all_micros"),
        quiet_days=now.delta(kept.last_at, unit="microsecond") / _DAY,
        known_days=now.delta(kept.first_at, unit="microsecond") / _DAY,
    ).order_by("persona", "customer_key")


def _sum(column: ir.Value) -> ir.NumericScalar:
    return column.cast("int64").sum()


def keys_of(rows: list[dict[str, Any]]) -> pa.Table:
    """Whom to look at more closely: `drawn_key`, `persona`."""
    return pa.table(
        {
            "drawn_key": pa.array([row["customer_key"] for row in rows], pa.int64()),
            "persona": pa.array([row["persona"] for row in rows], pa.string()),
        }
    )
