"""The customer list: filtered, sorted and cut into pages by the engine, whatever its length."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

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
    rf_scores,
    segment_by_cell,
)
from evergrow.storage.warehouse import Instant, moment

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


@dataclass(frozen=True)
class Part:
    """Which rows of a list to show, and in which order; `limit` None: all."""

    sort: Sort
    order: Order
    offset: int
    limit: int | None


def wanted_customers(
    source: Measured, wanted: Wanted, at: Instant, rules: Sequence[SegmentRule] = DEFAULT_RULES
) -> ir.Table:
    """The customers that pass, with `COLUMNS`. Lazy."""
    found = source.customers
    if not (isinstance(wanted.q, str) and not wanted.q.strip()):
        found = found.filter(_mentions(found, wanted.q.strip().lower()))
    if wanted.among is not None:
        found = found.semi_join(wanted.among, "customer_key")
    if wanted.is_known is not None:
        found = found.filter(found.known_at.notnull() if wanted.is_known else found.known_at.isnull())
    if wanted.stage is not None:
        found = found.semi_join(standing_in(source.stays, wanted.stage, at), "customer_key")
    if wanted.rfm is not None:
        cells = next(cells_of(rule) for rule in rules if rule.id == wanted.rfm)
        found = found.semi_join(in_segment(source.customers, source.orders, at, cells), "customer_key")
    if wanted.moved_to is not None and wanted.start is not None:
        end = at if wanted.end is None else ibis.least(moment(wanted.end), moment(at))
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


def page_of_customers(
    source: Measured, wanted: Wanted, at: Instant, rules: Sequence[SegmentRule], part: Part
) -> ir.Table:
    """A part of the wanted customers, with `COLUMNS`, sorted. Lazy.

    Only key and sorted column of all of them meet the first sort: the others are read for the rows of the page alone.
    """
    found = wanted_customers(source, wanted, at, rules)
    if part.limit is not None:
        narrow = found.select("customer_key", SORTS[part.sort])
        shown = page(narrow, part.sort, part.order, part.offset, part.limit)
        found = source.customers.semi_join(shown, "customer_key").select(*COLUMNS)
    return page(found, part.sort, part.order, 0, None)


def places(keys: ir.Table, stays: ir.Table, customers: ir.Table, orders: ir.Table, at: Instant) -> ir.Table:
    """`stage`, `stage_since`, and the scores `r` and `f` of each customer of `keys` at a moment; null: none. Lazy."""
    here = standing(stays, at).semi_join(keys, "customer_key")
    here = here.select("customer_key", stage="stage", stage_since="entered_at")
    cells = rf_scores(customers, orders, at, among=keys).select("customer_key", "r", "f")
    placed = keys.select("customer_key").left_join(here, "customer_key").drop("customer_key_right")
    return placed.left_join(cells, "customer_key").drop("customer_key_right")


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
    part, names = Part(sort, order, offset, limit), segment_by_cell(rules)
    rows = _placed(source, _ask(page_of_customers, source, wanted, at, rules, part=part), at)
    total = _ask(_total, source, wanted, at, rules)[0]["total"]
    return CustomerPage(total=total, rows=[_row(row, names) for row in rows])


def find_customers(source: Measured, q: str, *, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Who is meant by a few letters of a name, an address or an id: `customer_id`, `name`, `email`, seen last first."""
    part = Part("last_seen_at", "desc", 0, limit)
    rows = _ask(page_of_customers, source, Wanted(q=q), now, DEFAULT_RULES, part=part)
    return [{name: row[name] for name in ("customer_id", "name", "email")} for row in rows]


def _ask(
    question: Callable[..., ir.Table],
    source: Measured,
    wanted: Wanted,
    at: datetime,
    rules: Sequence[SegmentRule],
    **shape: Part,
) -> list[dict[str, Any]]:
    """Ask about the wanted customers, with a place for what differs from one asking to the next: dates and letters."""
    bare = replace(wanted, q="", at=None, start=None, end=None)
    varying = {"q": wanted.q.strip().lower() or None, "start": wanted.start, "end": wanted.end}
    given = {name: value for name, value in varying.items() if value is not None}
    return source.ask(
        _of_wanted,
        at,
        *given.values(),
        names=tuple(given),
        of=(question, source, bare, tuple(rules)),
        **shape,
    )


def _of_wanted(at: Instant, *given: Any, names: tuple[str, ...], of: tuple, **shape: Part) -> ir.Table:
    question, source, bare, rules = of
    wanted = replace(bare, **dict(zip(names, given, strict=True)))
    return question(source, wanted, at, rules, **shape)


def _placed(source: Measured, rows: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """The rows with the place of each."""
    keys = pa.table({"customer_key": pa.array([row["customer_key"] for row in rows], pa.int64())})
    found = source.ask(places, keys, source.stays, source.customers, source.orders, at)
    by_key = {place["customer_key"]: place for place in found}
    return [row | by_key[row["customer_key"]] for row in rows]


def _total(source: Measured, wanted: Wanted, at: Instant, rules: Sequence[SegmentRule]) -> ir.Table:
    return how_many(wanted_customers(source, wanted, at, rules))


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
