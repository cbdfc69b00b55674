"""Find facts that look ahead: a fact that changes when what came later is taken away knew it.

A fact is handed tables without anything later. It can look ahead all the same, by reading a table of the account beside
them; so wherever a fact reads one, the table is exchanged for one that ends at the moment, and both answers are compared.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir

from evergrow.kernel import refuse
from evergrow.measure.metrics import Measured
from evergrow.measure.predictions.catalogue import OwnFact
from evergrow.measure.predictions.known import as_known
from evergrow.storage.warehouse import Instant, moment


def leaking(source: Measured, own: Sequence[OwnFact], at: datetime) -> list[str]:
    """The facts that are another for anybody when what came at `at` or later is taken out of the account's tables.

    Tables of other making, such as one of products, are taken as they are.
    """
    return [fact.key for fact in own if _looks_ahead(source, fact, at)]


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
            next_step="Compute it from what `Known` holds alone.",
            status=422,
        )


def changed(
    events: ir.Table, orders: ir.Table, stays: ir.Table, customers: ir.Table, at: Instant, *, fact: OwnFact
) -> ir.Table:
    """One row: `customers` of whom the fact is another once the tables end at the moment. Lazy."""
    told = fact.of(as_known(events, orders, stays, customers, at)).select("customer_key", "value")
    edge = moment(at)
    ended = {
        events: events.filter(events["at"] < edge),
        orders: orders.filter(orders["at"] < edge),
        stays: _ended_stays(stays, edge),
        customers: _ended_customers(customers, edge),
    }
    cut = told.op().replace({whole.op(): part.op() for whole, part in ended.items()}).to_expr()
    after = told.select(after_key="customer_key", after="value")
    both = cut.outer_join(after, [cut.customer_key == after.after_key])
    is_same = ibis.coalesce(both.value == both.after, both.value.isnull() & both.after.isnull())
    return both.aggregate(customers=both.count(where=~is_same))


def _ended_stays(stays: ir.Table, edge: ir.Value) -> ir.Table:
    """Who stands somewhere at the moment has not left, and is going nowhere."""
    begun = stays.filter(stays.entered_at < edge)
    has_left = begun.left_at < edge
    names = [name for name in ("left_at", "next_stage") if name in stays.columns]
    return begun.mutate(**{name: ibis.ifelse(has_left, begun[name], None) for name in names})


def _ended_customers(customers: ir.Table, edge: ir.Value) -> ir.Table:
    """Of totals that hold what came later, nothing is known."""
    people = customers.filter(customers.first_seen_at < edge)
    told = {"customer_key", "customer_id", "first_seen_at", "name", "email"}
    is_ended = people.last_seen_at < edge
    later = [name for name in people.columns if name not in told]
    return people.mutate(**{name: ibis.ifelse(is_ended, people[name], None) for name in later})


def _looks_ahead(source: Measured, fact: OwnFact, at: datetime) -> bool:
    tables = (source.events, source.orders, source.stays, source.customers)
    try:
        return source.ask(changed, *tables, at, fact=fact)[0]["customers"] > 0
    except AttributeError:  # a column of today's, such as a customer's orders in all
        return True
