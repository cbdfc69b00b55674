"""The cards of a report: what each persona brings, shares and is stopped by, and its typical customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.conditions import Comparison, Operand
from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Figure, Measured, counted, missing, several_currencies, share_of
from evergrow.measure.personas import kinds
from evergrow.measure.personas.clusters import Points
from evergrow.measure.personas.compare import Compared
from evergrow.measure.personas.drawn import keys_of
from evergrow.measure.personas.features import features_of, parts_of
from evergrow.measure.personas.rules import conditions
from evergrow.measure.personas.spec import (
    PERSONAS,
    PLAYS,
    Asking,
    Limit,
    PersonaCard,
    PersonaId,
    TypicalCustomer,
)
from evergrow.measure.personas.stops import stopped
from evergrow.measure.personas.typical import called, journey_lines, their_events

_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_LISTED: Final = 100
"""Organizations that a condition lists."""
Row = dict[str, Any]
_OF_PRODUCTS: Final = ("product", "category")
"""Say nothing where one was asked for: an order that has it has others, too."""


def mixed(limits: list[Limit]) -> str | None:
    """Why there is no sum of money; None where all is of one currency."""
    return several_currencies([str(limit.currency) for limit in limits])


@dataclass(frozen=True)
class Cards:
    """What the cards of one report are made of."""

    source: Measured
    rows: Mapping[PersonaId, list[Row]]
    points: Mapping[PersonaId, Points]
    limits: list[Limit]
    compared: Compared
    events: pa.Table
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
    ) -> Cards:
        by_persona: dict[PersonaId, list[Row]] = {
            one: [row for row in rows if row["persona"] == one] for one in PERSONAS
        }
        people: dict[PersonaId, int] = {one: len(mine) for one, mine in by_persona.items() if mine}
        # Found once among everybody's, for all the questions.
        keys = keys_of(rows)
        events = source.columns(kinds.asked_of, source.events, keys, at)
        told = None if traits is None else source.columns(kinds.traits_of, traits, keys, at)
        compared = Compared.of(_shared(source, events, told, keys, at, is_about=asking.is_about), people)
        points: dict[PersonaId, Points] = {
            one: features_of(one, mine) for one, mine in by_persona.items() if mine
        }
        return cls(source, by_persona, points, limits, compared, events, at, asking)

    def all(self) -> tuple[list[PersonaCard], int]:
        parts = {one: parts_of(one, self.rows[one], self.points[one]) for one in self.points}
        typical = {one: part.typical for one, part in parts.items()}
        chosen = {key for part in parts.values() for key in (part.typical, *part.middles)}
        listed = {key for one in PERSONAS for key in self._listed(one)}
        named = self.source.ask(called, self.source.customers, _chosen(chosen | listed))
        names = {row["customer_key"]: row for row in named}
        events = self.source.ask(their_events, self.events, _chosen(chosen), self.at)
        ids = {key: row["customer_id"] for key, row in names.items()}
        cards = [
            self._card(
                one,
                when=self._condition(one, [ids[key] for key in self._listed(one)]),
                clusters=[] if one not in parts else parts[one].clusters(ids),
                clusters_unavailable=_why(parts[one].found) if one in parts else "Nobody is of this persona.",
                typical=None if one not in typical else _typical(typical[one], names, events),
            )
            for one in PERSONAS
        ]
        return cards, self.compared.count

    def _card(self, one: PersonaId, when: str | None, **more: Any) -> PersonaCard:
        mine = self.rows[one]
        return PersonaCard(
            id=one,
            when=when,
            when_unavailable=None if when else self._why_no_condition(one),
            looked_at=len(mine),
            groups=self.compared.groups(one),
            stops=self.compared.stops(one),
            play=PLAYS[one],
            **self._figures(mine),
            **more,
        )

    def _listed(self, one: PersonaId) -> list[int]:
        """The organizations that a condition lists, if it can."""
        mine = self.rows[one]
        can_list = self.asking.accounts is not None and self._can_be_read()
        return (
            [row["customer_key"] for row in mine]
            if can_list and mine and mine[0]["all_customers"] <= MOST_LISTED
            else []
        )

    def _can_be_read(self) -> bool:
        """A dot in the name of a trait leads a condition into it; only those of groups have one of their own."""
        return "." not in self.asking.account_trait.removeprefix("group.")

    def _condition(self, one: PersonaId, names: list[str]) -> str | None:
        asking = self.asking
        if asking.accounts is None:
            return conditions(self.limits, product=asking.product, category=asking.category)[one]
        listed = Comparison(Operand(f"trait.{asking.account_trait}"), "in", tuple(sorted(names)))
        return str(listed) if names else None

    def _why_no_condition(self, one: PersonaId) -> str:
        if self.asking.accounts is None:
            return "Nobody had ordered by then."
        if not self.rows[one]:
            return "Nobody is of this persona."
        if not self._can_be_read():
            return f"A condition cannot look into a trait as '{self.asking.account_trait}' names it."
        return f"A condition lists at most {MOST_LISTED} organizations; choose a product, a category or a segment."

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
        if reason := mixed(self.limits):
            return missing(definition, unit, reason)
        if value is None:
            return missing(definition, unit, empty)
        return counted(definition, value, unit=unit)


def _shared(
    source: Measured,
    events: pa.Table,
    traits: pa.Table | None,
    keys: pa.Table,
    at: datetime,
    *,
    is_about: bool,
) -> list[Row]:
    """What the drawn customers have in common, of every kind. What was stated comes before what devices say.

    `events` and `traits` are theirs alone.
    """
    zone, stated = source.zone, [] if traits is None else [traits]
    askings = [
        partial(source.ask, kinds.shared, events, keys, at, kind=kind, zone=zone)
        for kind in kinds.FROM_EVENTS
        if not (is_about and kind in _OF_PRODUCTS)
    ]
    askings.append(partial(source.ask, kinds.of_devices, events, keys, at, *stated))
    askings.append(partial(source.ask, kinds.channels, events, keys, _EARLIEST, at))
    askings.append(partial(source.ask, stopped, events, keys, at))
    if traits is not None:
        askings.append(partial(source.ask, kinds.stated, traits, keys, at, year=at.year))
    return [row for rows in source.together(*askings) for row in rows]


def _chosen(keys: set[int]) -> pa.Table:
    return pa.table({"chosen_key": pa.array(sorted(keys), pa.int64())})


def _typical(key: int, names: Mapping[int, Row], events: list[Row]) -> TypicalCustomer | None:
    who = names.get(key)
    if who is None:
        return None
    lines, left_out = journey_lines([row for row in events if row["customer_key"] == key])
    return TypicalCustomer(customer_id=who["customer_id"], name=who["name"], lines=lines, left_out=left_out)


def _why(found: object) -> str | None:
    return found.reason if isinstance(found, Unavailable) else None
