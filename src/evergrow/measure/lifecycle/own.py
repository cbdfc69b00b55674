"""Events of your own as the tables that every report reads: customers, orders and stays are made of them.

Reads   any table of events; it is asked a few times here, and by every report.
Never   writes anything, and needs no data directory.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap, read_map, shipped_map
from evergrow.measure.lifecycle.stays import stays
from evergrow.measure.metrics import Measured, orders, whole_sum
from evergrow.storage.warehouse import Given, as_rows, as_table

_NEEDED: Final = ("customer_key", "name", "at", "revenue_micros")
_MOMENT: Final = "timestamp(6)"


def account(
    events: Given, lifecycle_map: LifecycleMap | None = None, *, currency: str = "USD", zone: str = "UTC"
) -> Measured:
    """The tables of an account that consists of these events.

    Everybody in them counts as known from their first event on. What `customer_key` says is their `customer_id`.

    Args:
        events: `customer_key` (whole numbers or text), `name`, `at` (UTC), `revenue_micros` (of orders; else null), and,
            where there are any, `order_id`, `currency`, `kind`, `properties`, `context` (JSON text, as Segment writes
            them). An Ibis table, or any that speaks Arrow. Orders are called Order Completed.
        lifecycle_map: Whose stages customers walk; the shipped shop's when None.
        currency: ISO code of the amounts, where no column tells it.
        zone: IANA name; days and months begin at its midnight.

    Raises:
        Refusal: `table.kind`, `table.column`.
    """
    table = as_table(events, *_NEEDED)
    given = _whole(table, currency)
    known = as_rows(_people(given, is_numbered=table.customer_key.type().is_integer()), what="customers")
    customers = ibis.memtable(known)
    keys = ibis.memtable(known.select(["customer_key", "customer_id"]))
    found = given.rename(customer_id="customer_key").inner_join(keys, "customer_id")
    walked = as_rows(stays(customers, found, lifecycle_map or read_map(shipped_map("shop"))), what="stays")
    return Measured(
        events=found,
        orders=orders(found),
        stays=ibis.memtable(walked),
        customers=customers,
        fetch=_rows,
        currency=currency,
        zone=zone,
    )


def _rows(asked: ir.Table) -> pa.Table:
    return as_rows(asked, what="the answer")


def _whole(table: ir.Table, currency: str) -> ir.Table:
    """With every column that a report may read."""
    empty = {
        "order_id": ibis.null("string"),
        "currency": ibis.ifelse(table.revenue_micros.notnull(), currency, ibis.null("string")),
        "source_id": ibis.null("string"),
        "kind": ibis.literal("track"),
        "properties": ibis.null("string"),
        "context": ibis.null("string"),
    }
    return table.mutate(
        customer_key=table.customer_key.cast("string"),
        at=table["at"].cast(_MOMENT),
        **{name: value for name, value in empty.items() if name not in table.columns},
    )


def _people(events: ir.Table, *, is_numbered: bool) -> ir.Table:
    """One row a customer, with what the record keeps of them. Whole numbers stay their keys; texts are given some."""
    is_order = (events.name == "Order Completed") & (events.revenue_micros > 0)
    is_refund = events.name == "Order Refunded"
    each = events.group_by(customer_id=events.customer_key).agg(
        first_seen_at=events["at"].min(),
        last_seen_at=events["at"].max(),
        events=events.count(),
        orders=events.count(where=is_order),
        revenue_micros=whole_sum(ibis.ifelse(is_order, events.revenue_micros, 0)),
        first_order_at=events["at"].min(where=is_order),
        last_order_at=events["at"].max(where=is_order),
        refunds=events.count(where=is_refund),
        refunded_micros=whole_sum(ibis.ifelse(is_refund, events.revenue_micros.fill_null(0), 0)),
    )
    number = each.customer_id if is_numbered else ibis.row_number().over(order_by=each.customer_id)
    return each.mutate(
        customer_key=number.cast("int64"),
        known_at=each.first_seen_at,
        name=ibis.null("string"),
        email=ibis.null("string"),
    )
