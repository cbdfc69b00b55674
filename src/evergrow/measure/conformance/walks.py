"""The walks of customers through the stages, equal ones as one row, and those who stand too long."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.lifecycle import standing, with_next_stage
from evergrow.measure.metrics import revenue_until, whole_sum
from evergrow.storage.warehouse import Given, Instant, as_table, moment

KEY: Final = "customer_key"
STEP: Final = ">"
MOST_STAGES: Final = 999
"""Of a walk; what lies beyond is left out."""
PLACE: Final = 3
"""Letters of the place that stands before each stage."""
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)  # no event is older


def stage_walks(stays: Given, at: Instant, since: Instant | None = None) -> ir.Table:
    """The walk of each customer as it was known at a moment.

    Args:
        stays: `customer_key`, `stage`, `entered_at` (UTC); an Ibis table, or any that speaks Arrow. What begins later is left out.
        at: The moment.
        since: Only customers who came onto the map from here on; None: everybody.

    Returns:
        `customer_key`, `walk`: the stages in their order between STEP, each after its place; see `stages_of`. Lazy.
    """
    table = as_table(stays, "customer_key", "stage", "entered_at", what="stays")
    known = table.filter(table.entered_at < moment(at)).select(KEY, "stage", "entered_at")
    place = ibis.row_number().over(group_by=known[KEY], order_by=known.entered_at)
    each = known.select(KEY, "entered_at", "stage", place=place)
    each = each.filter(each.place < MOST_STAGES)
    step = each.place.cast("string").lpad(PLACE, "0") + each.stage
    placed = each.select(KEY, "entered_at", step=step)
    # The place goes before each stage, so that sorting the texts puts them in order: not every engine knows an
    # aggregate with an order.
    found = placed.group_by(KEY).agg(steps=placed.step.collect(), began_at=placed.entered_at.min())
    if since is not None:
        found = found.filter(found.began_at >= moment(since))
    return found.select(KEY, walk=found.steps.sort().join(STEP))


@lru_cache(maxsize=100_000)
def stages_of(walk: str) -> tuple[str, ...]:
    """The stages of a text of `stage_walks`."""
    return tuple(step[PLACE:] for step in walk.split(STEP))


def walk_counts(
    stays: Given,
    customers: ir.Table,
    orders: ir.Table,
    at: Instant,
    since: Instant | None = None,
) -> ir.Table:
    """How many customers walked each distinct walk, and what they had paid: `walk`, `customers`, `value_micros`. Lazy."""
    each = walks_paid(stays, customers, orders, at, since)
    return each.group_by("walk").agg(customers=each.count(), value_micros=whole_sum(each.value_micros))


def walks_paid(
    stays: Given,
    customers: ir.Table,
    orders: ir.Table,
    at: Instant,
    since: Instant | None = None,
) -> ir.Table:
    """The walk of each customer, and what they had paid: `customer_key`, `walk`, `value_micros`. Lazy."""
    walked = stage_walks(stays, at, since)
    paid = revenue_until(customers.filter(customers.revenue_micros > 0), orders, at)
    both = walked.left_join(paid, KEY)
    return both.select(KEY, "walk", value_micros=both.until_0_micros.fill_null(0))


def walkers(stays: ir.Table, at: Instant, walks: Sequence[str], since: Instant | None = None) -> ir.Table:
    """The customers (`customer_key`) who walked one of these walks. Lazy."""
    walked = stage_walks(stays, at, since)
    return walked.filter(walked.walk.isin(list(walks))).select(KEY)


def times_until_going_on(stays: ir.Table, at: Instant, onward: Given, share: float) -> ir.Table:
    """How long those who went on from a stage had stood in it.

    Args:
        stays: `customer_key`, `stage`, `entered_at`, `left_at`, and `next_stage` where it is kept.
        at: What ended by then counts.
        onward: `stage`, `next_stage`: what is going on.
        share: Of those who went on.

    Returns:
        `stage`, `stays`, `micros` (that share had gone on within so many microseconds). Lazy.
    """
    ways = as_table(onward, "stage", "next_stage", what="onward")
    ended = with_next_stage(stays, _BEGINNING, at).inner_join(ways, ["stage", "next_stage"])
    timed = ended.select("stage", micros=ended.left_at.delta(ended.entered_at, unit="microsecond"))
    found = timed.group_by("stage").agg(stays=timed.count(), micros=timed.micros.quantile(share))
    return found.select("stage", "stays", micros=found.micros.cast("float64"))


def standing_counts(
    stays: ir.Table,
    customers: ir.Table,
    orders: ir.Table,
    at: Instant,
    limits: Given,
    since: Instant | None = None,
) -> ir.Table:
    """Who stands too long: `stage`, `standing`, `customers` (of them since `entered_before` or earlier), `value_micros`.

    `limits` is `stage`, `entered_before`. Lazy.
    """
    bounds = as_table(limits, "stage", "entered_before", what="limits")
    here = standing(stays, at)
    if since is not None:
        here = here.semi_join(_came_since(stays, since), KEY)
    paid = revenue_until(customers.filter(customers.revenue_micros > 0), orders, at)
    both = here.inner_join(bounds, "stage").left_join(paid, KEY)
    is_late = both.entered_at < both.entered_before
    late = both.mutate(
        is_late=ibis.ifelse(is_late, 1, 0), paid=ibis.ifelse(is_late, both.until_0_micros.fill_null(0), 0)
    )
    return late.group_by("stage").agg(
        standing=late.count(), customers=whole_sum(late.is_late), value_micros=whole_sum(late.paid)
    )


def stuck_in(
    stays: ir.Table, stage: str, at: Instant, entered_before: Instant, since: Instant | None = None
) -> ir.Table:
    """The customers (`customer_key`) who stand in a stage since before a moment. Lazy."""
    here = standing(stays.filter(stays.stage == stage), at)
    found = here.filter(here.entered_at < moment(entered_before)).select(KEY)
    return found if since is None else found.semi_join(_came_since(stays, since), KEY)


def _came_since(stays: ir.Table, since: Instant) -> ir.Table:
    first = stays.group_by(KEY).agg(began_at=stays.entered_at.min())
    return first.filter(first.began_at >= moment(since)).select(KEY)
