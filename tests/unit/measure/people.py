"""Hypothesis strategies: people with a life in a shop, on instants that love to coincide with dates."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st

from tests.unit.measure.shop import Order, Person, day

MOST_DAYS = 800
MANY = settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""Every example runs real queries, so a failure is shown as found: shrinking it would take minutes."""
FEW = settings(MANY, max_examples=4)
"""For properties that ask a dozen questions of every example."""

HOURS = st.sampled_from([0, 0, 9, 23])
"""Midnight often, because that is where periods begin and end."""

instants = st.builds(lambda days, hours: day(days) + timedelta(hours=hours), st.integers(0, MOST_DAYS), HOURS)
order_lists = st.lists(st.builds(Order, instants, st.sampled_from([1, 5, 10, 10, 99])), max_size=8)


@st.composite
def persons(draw: st.DrawFn, key: int = 1) -> Person:
    """Somebody who is seen first, is perhaps known then or later, and perhaps buys."""
    orders = draw(order_lists)
    seen_at = min([draw(instants), *(order.at for order in orders)])
    known_at = max(seen_at, draw(instants)) if orders or draw(st.booleans()) else None
    if orders:
        known_at = min(known_at or seen_at, min(order.at for order in orders))
    return Person(key, seen_at, known_at, tuple(orders))


@st.composite
def crowds(draw: st.DrawFn, at_least: int = 1, at_most: int = 12) -> list[Person]:
    """Some people."""
    count = draw(st.integers(at_least, at_most))
    return [draw(persons(key)) for key in range(1, count + 1)]
