"""Find facts that look ahead: a fact that changes when what came later is taken away knew it."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir

from evergrow.kernel import refuse
from evergrow.measure.metrics import Measured
from evergrow.measure.predictions.catalogue import OwnFact
from evergrow.measure.predictions.known import Known, as_known
from evergrow.storage.warehouse import Instant


def leaking(source: Measured, own: Sequence[OwnFact], at: datetime) -> list[str]:
    """The facts that differ for anybody between the tables of today and the tables cut at a moment."""
    tables = (source.events, source.orders, source.stays, source.customers)
    return [fact.key for fact in own if _looks_ahead(source, fact, tables, at)]


def refuse_leaks(source: Measured, own: Sequence[OwnFact], at: datetime) -> None:
    """Let no fact pass that looks ahead.

    Raises:
        Refusal: `prediction.leak`.
    """
    found = leaking(source, own, at)
    if found:
        names = ", ".join(f"'{name}'" for name in found)
        raise refuse(
            "prediction.leak",
            f"{names} looks ahead: of some customers it changes when what came after {at:%Y-%m-%d %H:%M} is taken away.",
            where="own",
            next_step="Compute it from what `Known` holds, or filter by `known.at`.",
            status=422,
        )


def changed(
    events: ir.Table, orders: ir.Table, stays: ir.Table, customers: ir.Table, at: Instant, *, fact: OwnFact
) -> ir.Table:
    """One row: `customers` of whom the fact is another when what came at `at` or later is there, too. Lazy."""
    cut = as_known(events, orders, stays, customers, at)
    whole = Known(events=events, orders=orders, stays=stays, customers=customers, at=at)
    before = fact.of(cut).select("customer_key", before="value")
    after = fact.of(whole).select(after_key="customer_key", after="value")
    after = after.semi_join(cut.customers.select(after_key="customer_key"), "after_key")
    both = before.outer_join(after, [before.customer_key == after.after_key])
    differs = ~ibis.coalesce(both.before == both.after, both.before.isnull() & both.after.isnull())
    return both.aggregate(customers=both.count(where=differs))


def _looks_ahead(source: Measured, fact: OwnFact, tables: tuple[ir.Table, ...], at: datetime) -> bool:
    try:
        return source.ask(changed, *tables, at, fact=fact)[0]["customers"] > 0
    except AttributeError:  # a column of today's, such as a customer's orders in all
        return True
