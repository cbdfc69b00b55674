"""The personas report: who the customers are, what each kind is worth and does, and what stops it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Unavailable, refuse
from evergrow.measure.metrics import Figure, Measured, counted, missing, orders, share_of
from evergrow.measure.personas import kinds
from evergrow.measure.personas.about import about
from evergrow.measure.personas.accounts import account_journey, by_account, numbered
from evergrow.measure.personas.clusters import Points
from evergrow.measure.personas.compare import Compared
from evergrow.measure.personas.drawn import drawn, keys_of
from evergrow.measure.personas.features import features_of, parts_of
from evergrow.measure.personas.rules import conditions, in_persona, order_limits
from evergrow.measure.personas.spec import (
    PERSONAS,
    PLAYS,
    Limit,
    PersonaCard,
    PersonaId,
    PersonasReport,
    TypicalCustomer,
)
from evergrow.measure.personas.typical import called, journey_lines, their_events

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CENT: Final = 10_000
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whose personas are asked for.

    Attributes:
        product: Only what was done about this product (its id, sku or name).
        category: Only what was done about this category.
        accounts: `customer_key` and `value`: the organisation of each customer; given, personas are of organisations.
    """

    product: str | None = None
    category: str | None = None
    accounts: ir.Table | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether only some of the events count, or organisations do: no condition on a customer says that."""
        return self.product is not None or self.category is not None or self.accounts is not None


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
        lifecycle_map: Whose stages organisations go through.
        as_of: Taken as `now` when it lies beyond.
        now: The moment of asking.
        asking: For one product or category, or by organisation.
        traits: What was stated: `customer_key`, `key`, `value` (JSON), `at`; None: nothing.
        segment: Only these customers (`customer_key`).
    """
    own, at = source.narrowed(segment), min(as_of, now)
    narrowed, told = narrowed_to(own, asking), None if asking.accounts is not None else traits
    limits = limits_of(narrowed, at)
    rows = narrowed.ask(
        drawn,
        narrowed.events,
        narrowed.customers,
        at,
        [limit.micros for limit in limits],
        currencies=tuple(limit.currency for limit in limits),
        zone=narrowed.zone,
    )
    cards, compared = _Cards.of(narrowed, rows, limits, told, at, asking).all() if rows else ([], 0)
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


def persona_customers(
    source: Measured, persona: PersonaId, as_of: datetime, *, now: datetime, asking: Asking = Asking()
) -> ir.Table:
    """The customers (`customer_key`) of a persona; of organisations, their members.

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
    """The tables as they are asked about."""
    if asking.accounts is not None:
        source = by_account(source, asking.accounts)
    if asking.product is not None or asking.category is not None:
        events = about(source.events, product=asking.product, category=asking.category)
        source = replace(source, events=events, orders=orders(events))
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
    if len(limits) > 1:
        return missing("persona_limit", "money_micros", _mixed(limits))
    return counted("persona_limit", limits[0].micros, unit="money_micros")


def _mixed(limits: list[Limit]) -> str:
    names = [str(limit.currency) for limit in limits]
    told = " and ".join([", ".join(names[:-1]), names[-1]])
    return f"Orders came in {told}; amounts of several currencies do not add up."


def _people(rows: list[Row]) -> dict[PersonaId, int]:
    return {row["persona"]: row["all_customers"] for row in rows}


@dataclass(frozen=True)
class _Cards:
    """What the cards of one report are made of."""

    source: Measured
    rows: Mapping[PersonaId, list[Row]]
    points: Mapping[PersonaId, Points]
    limits: list[Limit]
    compared: Compared
    at: datetime
    asking: Asking

    @classmethod
    def of(
        cls,
        source: Measured,
        rows: list[Row],
        limits: list[Limit],
        traits: ir.Table | None,
        at: datetime,
        asking: Asking,
    ) -> _Cards:
        by_persona = {one: [row for row in rows if row["persona"] == one] for one in PERSONAS}
        people = {one: len(mine) for one, mine in by_persona.items() if mine}
        compared = Compared.of(_shared(source, keys_of(rows), traits, at), people)
        points = {one: features_of(one, mine) for one, mine in by_persona.items() if mine}
        return cls(source, by_persona, points, limits, compared, at, asking)

    def all(self) -> tuple[list[PersonaCard], int]:
        parts = {one: parts_of(one, self.rows[one], self.points[one]) for one in self.points}
        typical = {one: part.typical for one, part in parts.items()}
        chosen = {key for part in parts.values() for key in (part.typical, *part.middles)}
        keys = pa.table({"chosen_key": pa.array(sorted(chosen), pa.int64())})
        names = {row["customer_key"]: row for row in self.source.ask(called, self.source.customers, keys)}
        events = self.source.ask(their_events, self.source.events, keys, self.at)
        ids = {key: row["customer_id"] for key, row in names.items()}
        cards = [
            self._card(
                one,
                clusters=[] if one not in parts else parts[one].clusters(ids),
                clusters_unavailable=_why(parts[one].found) if one in parts else "Nobody is of this persona.",
                typical=None if one not in typical else _typical(typical[one], names, events),
            )
            for one in PERSONAS
        ]
        return cards, self.compared.count

    def _card(self, one: PersonaId, **more: Any) -> PersonaCard:
        mine = self.rows[one]
        when = None if self.asking.is_narrow else conditions(self.limits)[one]
        return PersonaCard(
            id=one,
            when=when,
            when_unavailable=None if when else self._why_no_condition(),
            looked_at=len(mine),
            groups=self.compared.groups(one),
            stops=self.compared.stops(one),
            play=PLAYS[one],
            **self._figures(mine),
            **more,
        )

    def _why_no_condition(self) -> str:
        if self.asking.accounts is not None:
            return "A segment is of customers, and this persona of organisations."
        if self.asking.is_narrow:
            return "No condition of a segment looks into the lines of an order, as this persona does."
        return "Nobody had ordered by then."

    def _figures(self, mine: list[Row]) -> dict[str, Any]:
        """How many, and what they bring. Sums are of all customers of the persona, not of the drawn."""
        total = mine[0] if mine else {"all_customers": 0, "all_orders": 0, "all_micros": 0}
        firsts = [rows[0] for rows in self.rows.values() if rows]
        everyone = sum(row["all_customers"] for row in firsts)
        revenue_of_all = int(sum(row["all_micros"] for row in firsts))
        customers, bought, micros = total["all_customers"], int(total["all_orders"]), int(total["all_micros"])
        money: dict[str, tuple[str, float | None, str]] = {
            "revenue": ("persona_revenue", micros, ""),
            "average_order": (
                "persona_order_value",
                micros / bought if bought else None,
                "They have not ordered.",
            ),
            "revenue_per_customer": (
                "persona_revenue_each",
                micros / customers if customers else None,
                "Nobody is of this persona.",
            ),
        }
        figures = {name: self._money(*told) for name, told in money.items()}
        part = micros / revenue_of_all if revenue_of_all else None
        return figures | {
            "customers": counted("persona_customers", customers),
            "share": share_of("persona_share", customers, everyone),
            "orders": bought,
            "revenue_share": self._money(
                "persona_revenue_share", part, "Nobody had ordered by then.", "share"
            ),
        }

    def _money(self, definition: str, value: float | None, empty: str, unit: Any = "money_micros") -> Figure:
        if len(self.limits) > 1:
            return missing(definition, unit, _mixed(self.limits))
        if value is None:
            return missing(definition, unit, empty)
        return counted(definition, value, unit=unit)


def _shared(source: Measured, keys: pa.Table, traits: ir.Table | None, at: datetime) -> list[Row]:
    """What the drawn customers have in common, of every kind. What was stated comes before what devices say."""
    events, zone = source.events, source.zone
    found: list[Row] = []
    for kind in kinds.FROM_EVENTS:
        more = [] if traits is None or kind not in ("country", "language") else [traits]
        found += source.ask(kinds.shared, events, keys, at, *more, kind=kind, zone=zone)
    found += source.ask(kinds.channels, events, keys, EARLIEST, at)
    found += source.ask(kinds.stopped, events, keys, at)
    if traits is not None:
        found += source.ask(kinds.stated, traits, keys, at, year=at.year)
    return found


def _typical(key: int, names: Mapping[int, Row], events: list[Row]) -> TypicalCustomer | None:
    who = names.get(key)
    if who is None:
        return None
    lines, left_out = journey_lines([row for row in events if row["customer_key"] == key])
    return TypicalCustomer(customer_id=who["customer_id"], name=who["name"], lines=lines, left_out=left_out)


def _why(found: object) -> str | None:
    return found.reason if isinstance(found, Unavailable) else None
