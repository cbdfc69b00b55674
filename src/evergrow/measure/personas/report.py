"""The personas report: who the customers are, what each kind is worth and does, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period, refuse
from evergrow.measure.metrics import Figure, Measured, counted, missing, orders
from evergrow.measure.personas.about import about
from evergrow.measure.personas.accounts import account_journey, by_account, numbered
from evergrow.measure.personas.cards import Cards, mixed
from evergrow.measure.personas.counted import counted_in
from evergrow.measure.personas.drawn import drawn, drawn_counted
from evergrow.measure.personas.rules import in_persona, order_limits
from evergrow.measure.personas.spec import PERSONAS, Asking, Limit, PersonaId, PersonasReport

_CENT: Final = 10_000
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


def personas(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    asking: Asking = Asking(),
    traits: ir.Table | None = None,
    segment: ir.Table | None = None,
) -> PersonasReport:
    """Who the customers are by all that they had done before `as_of`.

    Args:
        source: The account's tables.
        lifecycle_map: Whose stages organizations go through.
        as_of: Taken as `now` when it lies beyond.
        now: The moment of asking.
        asking: For one product or category, or by organization.
        traits: What was stated: `customer_key`, `key`, `value` (JSON), `at`; None: nothing.
        segment: Only these customers (`customer_key`).
    """
    own, at = source.narrowed(segment), min(as_of, now)
    narrowed, told = narrowed_to(own, asking), None if asking.accounts is not None else traits
    limits = limits_of(narrowed, at)
    rows = _drawn(narrowed, limits, at)
    cards, compared = Cards.of(narrowed, rows, limits, told, at, asking).all() if rows else ([], 0)
    return PersonasReport(
        as_of=at,
        currency=source.currency,
        by="account" if asking.accounts is not None else "customer",
        product=asking.product,
        category=asking.category,
        unavailable=None if rows else "Nobody had been seen by then.",
        customers=counted("persona_everybody", sum(_people(rows).values())),
        limit=_limit(limits, at),
        limits=limits,
        compared=compared,
        cards=cards,
        accounts=None
        if asking.accounts is None
        else account_journey(own, asking.accounts, lifecycle_map, at),
    )


def _drawn(source: Measured, limits: list[Limit], at: datetime) -> list[Row]:
    """The rows of `drawn`: from what lies in its order where there is, for then nothing has to be grouped."""
    micros, currencies = [limit.micros for limit in limits], tuple(limit.currency for limit in limits)
    sequences = source.in_sequence(Period(_EARLIEST, at))
    if sequences is None:
        given = source.events, source.customers, at, micros
        return source.ask(drawn, *given, currencies=currencies, zone=source.zone)
    done = counted_in(sequences, at, zone=source.zone)
    return source.ask(drawn_counted, done, source.orders, source.customers, at, micros, currencies=currencies)


def persona_customers(
    source: Measured, persona: PersonaId, as_of: datetime, *, now: datetime, asking: Asking = Asking()
) -> ir.Table:
    """The customers (`customer_key`) of a persona; of organizations, their members.

    Raises:
        Refusal: `persona.unknown`.
    """
    if persona not in PERSONAS:
        raise refuse(
            "persona.unknown",
            f"No persona is named '{persona}'.{did_you_mean(persona, PERSONAS)}",
            where="persona",
            next_step=f"Choose one of {', '.join(PERSONAS)}.",
            status=422,
        )
    at, narrowed = min(as_of, now), narrowed_to(source, asking)
    found = in_persona(narrowed.events, narrowed.customers, at, persona, limits_of(narrowed, at))
    if asking.accounts is None:
        return found
    members = numbered(asking.accounts)
    return members.semi_join(found, members.account_key == found.customer_key).select(
        customer_key="member_key"
    )


def narrowed_to(source: Measured, asking: Asking) -> Measured:
    """The tables as they are asked about. What lies in its order is everybody's own, and of everything."""
    if asking.accounts is not None:
        source = by_account(source, asking.accounts)
    if asking.product is not None or asking.category is not None:
        events = about(source.events, product=asking.product, category=asking.category)
        source = replace(source, events=events, orders=orders(events), sequences=None)
    return source


def limits_of(source: Measured, at: datetime) -> list[Limit]:
    """The middle of the paid orders before `at`, to the cent; one for each currency where there are several."""
    rows = source.ask(order_limits, source.orders, at)
    named = sorted(
        (row for row in rows if row["currency"]), key=lambda row: (-row["orders"], row["currency"])
    )
    if len(named) > 1:
        return [Limit(_cents(row["middle"]), row["currency"]) for row in named]
    most = max(rows, key=lambda row: row["orders"], default=None)
    return [] if most is None else [Limit(_cents(most["middle"]))]


def _cents(micros: float) -> int:
    return round(micros / _CENT) * _CENT


def _limit(limits: list[Limit], at: datetime) -> Figure:
    if not limits:
        return missing("persona_limit", "money_micros", f"Nobody had ordered by {at.date().isoformat()}.")
    if reason := mixed(limits):
        return missing("persona_limit", "money_micros", reason)
    return counted("persona_limit", limits[0].micros, unit="money_micros")


def _people(rows: list[Row]) -> dict[PersonaId, int]:
    return {row["persona"]: row["all_customers"] for row in rows}
