"""What the report asks of the tables: questions whose text the warehouse keeps."""

from __future__ import annotations

from typing import Final

import ibis.expr.types as ir

from evergrow.measure.attribution.paths import conversions, decayed, paths, totals
from evergrow.measure.attribution.touches import arrivals, labeled, touches
from evergrow.storage.warehouse import Instant, moment

MOST_CAMPAIGNS: Final = 30


def visits_of(events: ir.Table, since: Instant, end: Instant, *, by: str) -> ir.Table:
    """`labeled` visits in [since, end). What reading them costs is in most of a report, so it is done once. Lazy."""
    return labeled(touches(events, since, end), by=by, most=MOST_CAMPAIGNS)


def ways_of(
    visits: ir.Table, goals: ir.Table, start: Instant, end: Instant, window_seconds: ir.IntegerScalar
) -> ir.Table:
    """`paths` of everybody. `visits` are those from a window before `start` on. Lazy."""
    return paths(visits, conversions(goals, start, end), start, window_seconds)


def decayed_of(
    visits: ir.Table, goals: ir.Table, start: Instant, end: Instant, window_seconds: ir.IntegerScalar
) -> ir.Table:
    """`decayed` of everybody. Lazy."""
    return decayed(visits, conversions(goals, start, end), window_seconds)


def arrivals_of(visits: ir.Table, start: Instant) -> ir.Table:
    """`arrivals` from `start` on. Lazy."""
    return arrivals(visits.filter(visits["at"] >= moment(start)))


def totals_of(goals: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """`totals` of [start, end). Lazy."""
    return totals(conversions(goals, start, end))
