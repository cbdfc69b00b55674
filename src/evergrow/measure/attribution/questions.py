"""What the report asks of the tables: questions whose text the warehouse keeps."""

from __future__ import annotations

from typing import Final

import ibis.expr.types as ir

from evergrow.measure.attribution.paths import conversions, decayed, paths, totals
from evergrow.measure.attribution.touches import arrivals, labeled, touches
from evergrow.storage.warehouse import Instant, moment

MOST_CAMPAIGNS: Final = 30


def ways_of(
    events: ir.Table,
    goals: ir.Table,
    since: Instant,
    start: Instant,
    end: Instant,
    window_seconds: ir.IntegerScalar,
    *,
    by: str,
) -> ir.Table:
    """`paths` of everybody. Visits are read from `since`, a window before `start`. Lazy."""
    visits = labeled(touches(events, since, end), by=by, most=MOST_CAMPAIGNS)
    return paths(visits, conversions(goals, start, end), start, window_seconds)


def decayed_of(
    events: ir.Table,
    goals: ir.Table,
    since: Instant,
    start: Instant,
    end: Instant,
    window_seconds: ir.IntegerScalar,
    *,
    by: str,
) -> ir.Table:
    """`decayed` of everybody. Lazy."""
    visits = labeled(touches(events, since, end), by=by, most=MOST_CAMPAIGNS)
    return decayed(visits, conversions(goals, start, end), window_seconds)


def arrivals_of(events: ir.Table, since: Instant, start: Instant, end: Instant, *, by: str) -> ir.Table:
    """`arrivals` in [start, end), under the labels that ways have, which are made from `since` on. Lazy."""
    visits = labeled(touches(events, since, end), by=by, most=MOST_CAMPAIGNS)
    return arrivals(visits.filter(visits["at"] >= moment(start)))


def totals_of(goals: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """`totals` of [start, end). Lazy."""
    return totals(conversions(goals, start, end))
