"""What conditions about customers are judged on, and by which definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ibis.expr.types as ir

from evergrow.definitions.conditions import Condition
from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.predictions import PREDICTED
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule


def told_in(segment: str) -> str:
    """The column that tells who is in a segment: a segment may be named as a column of ours is."""
    return f"in_{segment}"


@dataclass(frozen=True, kw_only=True)
class World:
    """The definitions that give a condition's words their meaning. Hashable: compiled text is kept by it.

    Attributes:
        lifecycle: The map in force: its metrics and stages.
        segments: Name and condition of every segment, for `in segment 'x'`.
        zone: The account's time zone; customers whose own is unknown live by it.
        rules: The RFM segments.
    """

    lifecycle: LifecycleMap
    segments: tuple[tuple[str, Condition], ...] = ()
    zone: str = "UTC"
    rules: tuple[SegmentRule, ...] = DEFAULT_RULES

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept: compiled text is looked up by the world in every tick, and a hundred conditions are long to hash."""
        return hash((self.lifecycle, self.segments, self.zone, self.rules))

    @cached_property
    def asked(self) -> tuple[tuple[str, Condition], ...]:
        """Every segment's condition, by the name of the column that tells of it."""
        return tuple((told_in(name), condition) for name, condition in self.segments)

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """The segments' conditions by name."""
        return dict(self.segments)


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """The facts, as lazy tables with a `customer_key`.

    Attributes:
        events: `name`, `at`, `revenue_micros`, `currency`, `order_id`, `source_id`, `properties`, `context`.
        customers: `first_seen_at`, `known_at`.
        stays: `stage`, `entered_at`, `left_at`.
        orders: `at`, `revenue_micros`: what everybody bought, for RFM.
        traits: `key`, `value` (JSON), `at`.
        consents: `channel`, `topic`, `is_granted`, `at`: every yes and no there ever was.
        zones: Rows of `ZONES`.
        levels: Rows of `RFM_LEVELS` for every day asked about; None computes them from the orders.
        foretold: `name`, `number`, `at`: what was foretold last; before that moment nothing is known of it.
        has_every_trait: Whether `traits` holds all that was ever stated. Where only the last word is kept it counts
            at every instant: what it replaced is gone, and not knowing would be further from the truth.
        narrowed: The grounds of some customers (`customer_key`) alone, where there is a way to them that does not lead
            over everybody's events; None takes the tables as they are.
    """

    events: ir.Table
    customers: ir.Table
    stays: ir.Table
    orders: ir.Table
    traits: ir.Table
    consents: ir.Table
    zones: ir.Table
    levels: ir.Table | None = None
    foretold: ir.Table = field(default_factory=lambda: PREDICTED.rows)
    has_every_trait: bool = False
    narrowed: Callable[[ir.Table], Grounds] | None = None
