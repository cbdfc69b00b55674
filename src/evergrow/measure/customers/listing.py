"""The customer list: filtered, sorted and cut into pages by the engine, whatever its length."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import refuse
from evergrow.measure.customers.spec import CustomerPage, CustomerRow, Order, Sort, Wanted
from evergrow.measure.lifecycle import flowed, standing, standing_in
from evergrow.measure.metrics import Measured
from evergrow.measure.rfm import (
    DEFAULT_RULES,
    SegmentRule,
    cells_of,
    in_segment,
    rfm_scores,
    segment_by_cell,
)

SORTS: Final[dict[Sort, str]] = {
    "last_seen_at": "last_seen_at",
    "first_seen_at": "first_seen_at",
    "orders": "orders",
    "revenue": "revenue_micros",
    "name": "name",
}
COLUMNS: Final = (
    "customer_key",
    "customer_id",
    "name",
    "email",
    "orders",
    "revenue_micros",
    "first_seen_at",
    "last_seen_at",
    "last_order_at",
)


def wanted_customers(
    source: Measured, wanted: Wanted, at: datetime, rules: Sequence[SegmentRule] = DEFAULT_RULES
) -> ir.Table:
    """The customers that pass, with `COLUMNS`. Lazy."""
    found = source.customers
    if wanted.q.strip():
        found = found.filter(_mentions(found, wanted.q.strip().lower()))
    if wanted.is_known is not None:
        found = found.filter(found.known_at.notnull() if wanted.is_known else found.known_at.isnull())
    if wanted.stage is not None:
        found = found.semi_join(standing_in(source.stays, wanted.stage, at), "customer_key")
    if wanted.rfm is not None:
        cells = next(cells_of(rule) for rule in rules if rule.id == wanted.rfm)
        found = found.semi_join(in_segment(source.customers, source.orders, at, cells), "customer_key")
    if wanted.moved_to is not None and wanted.start is not None:
        end = at if wanted.end is None else min(wanted.end, at)
        behind = flowed(source.stays, wanted.moved_from, wanted.moved_to, wanted.start, end)
        found = found.semi_join(behind, "customer_key")
    return found.select(*COLUMNS)


def how_many(found: ir.Table) -> ir.Table:
    """One row with `total`. Lazy."""
    return found.agg(total=found.count())


def page(found: ir.Table, sort: Sort, order: Order, offset: int, limit: int | None) -> ir.Table:
    """A part of `found`, sorted; customers without the value come last, equal ones always in the same order. Lazy."""
    column = found[SORTS[sort]]
    first = ibis.desc(column, nulls_first=False) if order == "desc" else ibis.asc(column, nulls_first=False)
    ordered = found.order_by(first, ibis.asc("customer_key"))
    return ordered if limit is None and not offset else ordered.limit(limit, offset=offset)


def with_place(rows: ir.Table, source: Measured, at: datetime, sort: Sort, order: Order) -> ir.Table:
    """`rows` with `stage`, `stage_since`, and the scores `r` and `f` of each at a moment, sorted again. Lazy."""
    here = standing(source.stays, at).semi_join(rows, "customer_key")
    here = here.select("customer_key", stage="stage", stage_since="entered_at")
    scores = rfm_scores(source.customers, source.orders, at).semi_join(rows, "customer_key")
    cells = scores.select("customer_key", "r", "f")
    placed = rows.left_join(here, "customer_key").drop("customer_key_right")
    placed = placed.left_join(cells, "customer_key").drop("customer_key_right")
    return page(placed, sort, order, 0, None)


def customer_page(
    source: Measured,
    lifecycle_map: LifecycleMap,
    wanted: Wanted,
    *,
    now: datetime,
    sort: Sort = "last_seen_at",
    order: Order = "desc",
    offset: int = 0,
    limit: int | None = 50,
    rules: Sequence[SegmentRule] = DEFAULT_RULES,
) -> CustomerPage:
    """A page of the list. `limit` None takes all of it, for an export.

    Raises:
        Refusal: `stage.unknown` or `segment.unknown`.
    """
    _check(wanted, lifecycle_map, rules)
    at = now if wanted.at is None else min(wanted.at, now)
    found = wanted_customers(source, wanted, at, rules)
    rows = with_place(page(found, sort, order, offset, limit), source, at, sort, order)
    names = segment_by_cell(rules)
    total = source.fetch(how_many(found)).to_pylist()[0]["total"]
    return CustomerPage(total=total, rows=[_row(row, names) for row in source.fetch(rows).to_pylist()])


def _mentions(customers: ir.Table, q: str) -> ir.BooleanValue:
    name, email = customers.name.lower().contains(q), customers.email.lower().contains(q)
    return name.fill_null(False) | email.fill_null(False) | customers.customer_id.lower().contains(q)


def _check(wanted: Wanted, lifecycle_map: LifecycleMap, rules: Sequence[SegmentRule]) -> None:
    stages = [stage.id for stage in lifecycle_map.stages]
    for where, stage in (
        ("stage", wanted.stage),
        ("entered_from", wanted.moved_from),
        ("entered_to", wanted.moved_to),
    ):
        if stage is not None and stage not in stages:
            raise _unknown("stage", stage, stages, where)
    segments = [rule.id for rule in rules]
    if wanted.rfm is not None and wanted.rfm not in segments:
        raise _unknown("segment", wanted.rfm, segments, "rfm")


def _unknown(kind: str, name: str, known: list[str], where: str) -> Exception:
    return refuse(
        f"{kind}.unknown",
        f"No {kind} is named '{name}'.{did_you_mean(name, known)}",
        where=where,
        next_step=f"Choose one of {', '.join(known)}.",
        status=422,
    )


def _row(row: dict, segments: Mapping[tuple[int, int], str]) -> CustomerRow:
    known = {name: _aware(value) for name, value in row.items() if name not in ("customer_key", "r", "f")}
    return CustomerRow(**known, rfm_segment=None if row["r"] is None else segments[row["r"], row["f"]])


def _aware(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
