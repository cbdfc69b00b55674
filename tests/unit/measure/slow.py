"""The slow and obvious answers: one customer at a time, one moment at a time, nothing clever."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from tests.unit.measure.shop import MICROS, Person

PAYING = {"conversion", "retention", "loyalty"}


def stage_at(person: Person, at: datetime) -> str | None:
    """The shop map's rules, read aloud, on what happened before `at`.

    A window that ends at `at` has not ended before it, so a moment later is where the rule is asked.
    """
    return _stage_just_before(person, at)


def _stage_just_before(person: Person, at: datetime) -> str | None:
    moment = at - timedelta(microseconds=1)
    orders = [order.at for order in person.orders if order.at <= moment]
    within = lambda days: [made for made in orders if made > moment - timedelta(days=days)]  # noqa: E731
    if person.seen_at > moment:
        return None
    if orders and not within(180):
        return "lapsed"
    if len(within(365)) >= 5:
        return "loyalty"
    if len(orders) >= 2:
        return "retention"
    if orders:
        return "conversion"
    return "acquisition" if person.known_at is not None and person.known_at <= moment else "reach"


def scores(values: dict[int, int]) -> dict[int, int]:
    """Tie-safe scores by PRODUCT.md's words, in exact fractions."""
    everyone = list(values.values())
    found = {}
    for key, value in values.items():
        smaller = sum(1 for other in everyone if other < value)
        equal = sum(1 for other in everyone if other == value)
        share = (smaller + Fraction(equal, 2)) / len(everyone)
        found[key] = min(5, 1 + floor(5 * share))
    return found


def rfm(people: list[Person], as_of: datetime) -> dict[int, tuple[int, int, int]]:
    """R, F and M of everybody who had bought by then."""
    bought = {p.key: [o for o in p.orders if o.at < as_of] for p in people}
    bought = {key: orders for key, orders in bought.items() if orders}
    days = {key: (as_of - max(order.at for order in orders)).days for key, orders in bought.items()}
    recency = scores({key: -value for key, value in days.items()})
    frequency = scores({key: len(orders) for key, orders in bought.items()})
    monetary = scores({key: sum(o.amount for o in orders) * MICROS for key, orders in bought.items()})
    return {key: (recency[key], frequency[key], monetary[key]) for key in bought}
