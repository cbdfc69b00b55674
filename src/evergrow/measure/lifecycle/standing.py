"""Who stood where at a moment.

A moment is an edge: everything before it has happened, nothing at it or after it. So "at the end of January" and
"at the start of February" are the same state, and an order dated to the very midnight belongs to February alone,
as it does in the period that begins there.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from evergrow.storage.warehouse import Instant, moment


def standing(stays: ir.Table, at: Instant) -> ir.Table:
    """The stay every customer was in at `at`: `customer_key`, `stage`, `entered_at`. Lazy.

    Stays hold the future that is known today (a lapse that falls due next month), so `at` is never left out.
    """
    edge = moment(at)
    # One comparison, not "open or left later": 31 ms instead of 40 on 1.1 million stays.
    here = stays.filter(stays.entered_at < edge, stays.left_at.fill_null(edge) >= edge)
    return here.select("customer_key", "stage", "entered_at")


def standing_in(stays: ir.Table, stage: str, at: Instant) -> ir.Table:
    """The customers behind a stage of the board: `customer_key`. Lazy."""
    return standing(stays.filter(stays.stage == stage), at).select("customer_key")


def flowed(stays: ir.Table, source: str | None, target: str, start: Instant, end: Instant) -> ir.Table:
    """The customers behind a link of the flow: `customer_key`. `source` None: not a customer yet at `start`. Lazy."""
    there = standing_in(stays, target, end)
    if source is None:
        return there.anti_join(standing(stays, start), "customer_key")
    return there.semi_join(standing_in(stays, source, start), "customer_key")


def overdue(stays: ir.Table, stage: str, at: Instant, since: Instant) -> ir.Table:
    """One row: `customers` who stand in the stage at `at` and entered it at `since` or before. Lazy."""
    here = standing(stays.filter(stays.stage == stage), at)
    waiting = here.filter(here.entered_at <= moment(since))
    return waiting.agg(customers=waiting.count())


def counts(stays: ir.Table, at: Instant) -> ir.Table:
    """Customers of each stage at `at`: `stage`, `customers`. Lazy."""
    return standing(stays, at).group_by("stage").agg(customers=lambda rows: rows.count())


def positions(stays: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """Where every customer of `end` stood at both dates: `customer_key`, `source` (or null), `target`, `entered_at`.

    `entered_at` is when the stay at `end` began. Only the stays that ended in between are joined: who has not
    moved needs no second look. Lazy.
    """
    edge = moment(start)
    now = standing(stays, end)
    gone = stays.filter(stays.entered_at < edge, stays.left_at >= edge, stays.left_at < moment(end))
    then = now.left_join(gone.select("customer_key", before=gone.stage), "customer_key")
    return then.select(
        "customer_key",
        "entered_at",
        source=ibis.ifelse(then.entered_at < edge, then.stage, then.before),
        target=then.stage,
    )
