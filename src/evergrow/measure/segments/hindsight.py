"""The facts for looking back: what a customer had stated by then, not what they have stated since."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import ibis
import ibis.expr.types as ir

from evergrow.measure.segments.judge import identities_of, live_grounds
from evergrow.measure.segments.spec import Grounds
from evergrow.record import customers, events


@ibis.udf.scalar.builtin(name="json_keys", signature=(("string",), "array<string>"))
def _json_keys(document): ...  # type: ignore[no-untyped-def]


@ibis.udf.scalar.builtin(name="json_extract", signature=(("string", "string"), "string"))
def _json_value(document, path): ...  # type: ignore[no-untyped-def]


@cache
def past_grounds() -> Grounds:
    """The warehouse's tables; of traits every statement, from the calls that made them."""
    return replace(
        live_grounds(),
        traits=customers.with_customer(_stated(events.EVENTS.rows, customers.TRAITS.rows)),
        has_every_trait=True,
        narrowed=_narrowed,
    )


def _narrowed(keys: ir.Table) -> Grounds:
    identities = identities_of(keys)
    their_events = events.EVENTS.rows.inner_join(identities, "identity_key")
    their_traits = customers.TRAITS.rows.inner_join(identities, "identity_key")
    live = live_grounds()
    assert live.narrowed is not None
    return replace(
        live.narrowed(keys), traits=_stated(their_events, their_traits, "customer_key"), has_every_trait=True
    )


def _stated(told: ir.Table, last: ir.Table, *more: str) -> ir.Table:
    """Every statement of a trait. What no event tells of, such as a group's or a device's, is known by its last word."""
    columns = ("identity_key", *more, "key", "value", "at", "message_id")
    said = told.filter(told.kind == "identify", told.traits.notnull())
    said = said.select(
        "identity_key", *more, "at", "message_id", "traits", key=_json_keys(said.traits).unnest()
    )
    said = said.filter(~said.key.contains('"'))
    path = ibis.literal('$."').concat(said.key, ibis.literal('"'))
    said = said.mutate(value=_json_value(said.traits, path))
    return said.select(*columns).union(last.select(*columns))
