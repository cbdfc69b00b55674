"""A typical customer of each persona: the one nearest its middle, and what he did, in a few lines."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import groupby
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import json_text
from evergrow.measure.personas.spec import JourneyLine
from evergrow.storage.warehouse import Instant, moment

FIRST: Final = 5
LAST: Final = 5
MOST_EVENTS: Final = 200
Row = dict[str, Any]


def their_events(events: ir.Table, chosen: ir.Table, as_of: Instant) -> ir.Table:
    """What the customers of `chosen` (`chosen_key`) did before `as_of`: of each the first MOST_EVENTS and as many last.

    Returns:
        `customer_key`, `at`, `name`, `kind`, `detail` (product, page or query), `revenue_micros` and `all_events` (of the
        customer); by customer and time. Lazy.
    """
    seen = events.filter(events["at"] < moment(as_of)).semi_join(
        chosen, events.customer_key == chosen.chosen_key
    )
    props = seen.properties
    detail = ibis.coalesce(
        *(json_text(props, [key]) for key in ("name", "query", "path")),
        json_text(props, ["products", 0, "name"]),
    )
    told = seen.select("customer_key", "at", "name", "kind", "revenue_micros", detail=detail)
    place = ibis.row_number().over(ibis.window(group_by=told.customer_key, order_by=[told["at"], told.name]))
    placed = told.mutate(place=place, all_events=told.count().over(group_by=told.customer_key))
    ends = placed.filter((placed.place < MOST_EVENTS) | (placed.place >= placed.all_events - MOST_EVENTS))
    return ends.drop("place").order_by("customer_key", "at", "name")


def called(customers: ir.Table, chosen: ir.Table) -> ir.Table:
    """`customer_key`, `customer_id`, `name` of these customers. Lazy."""
    return customers.semi_join(chosen, customers.customer_key == chosen.chosen_key).select(
        "customer_key", "customer_id", "name"
    )


def journey_lines(rows: Sequence[Row]) -> tuple[list[JourneyLine], int]:
    """Events of one customer in order of time as lines, and how many events lie between the first lines and the last."""
    runs = [list(run) for _, run in groupby(rows, key=lambda row: (row["name"], row["at"].date()))]
    if len(runs) <= FIRST + LAST:
        return [_line(run) for run in runs], 0
    kept = runs[:FIRST] + runs[-LAST:]
    return [_line(run) for run in kept], rows[0]["all_events"] - sum(map(len, kept))


def _line(run: list[Row]) -> JourneyLine:
    details = {row["detail"] for row in run}
    revenue = [row["revenue_micros"] for row in run if row["revenue_micros"] is not None]
    is_page = run[0]["kind"] in ("page", "screen")
    return JourneyLine(
        at=run[0]["at"].replace(tzinfo=UTC),
        until=run[-1]["at"].replace(tzinfo=UTC),
        name=run[0]["name"],
        detail=run[0]["detail"] if len(details) == 1 and not (is_page and run[0]["detail"] is None) else None,
        times=len(run),
        revenue_micros=sum(revenue) if revenue else None,
    )
