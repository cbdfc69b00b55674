"""Facts and their ranges in English, for a terminal and for who reads the API; the dashboard has its own words."""

from __future__ import annotations

from typing import Final

from evergrow.kernel import MICROS
from evergrow.measure.predictions.catalogue import Fact, Kind, OwnFact
from evergrow.measure.predictions.spec import FactRange

TITLES: Final = {
    "stage": "Stage",
    "stage_days": "Time in the stage",
    "order_silence": "Time since the last order",
    "rhythm": "Silence against the usual gap between orders",
    "orders": "Orders",
    "orders_90": "Orders in 90 days",
    "revenue": "Spent in all",
    "order_value": "Average order",
    "first_order": "Time since the first order",
    "silence": "Time since the last visit",
    "age": "Time since first seen",
    "events_30": "Events in 30 days",
    "trend": "Share of the last 30 days in the events of 60",
    "views_30": "Products viewed in 30 days",
    "carts_30": "Products put into the cart in 30 days",
    "checkouts_30": "Checkouts started in 30 days",
    "mails_90": "Emails opened or clicked in 90 days",
    "refunds": "Refunds",
    "weekend": "Share of events on weekends",
    "is_known": "Known by name or address",
    "source": "First source",
    "device": "First device",
}
_UNKNOWN: Final = {
    "order_silence": "no order yet",
    "first_order": "no order yet",
    "revenue": "no order yet",
    "order_value": "no order yet",
    "rhythm": "fewer than two orders",
    "trend": "nothing in 60 days",
    "weekend": "nothing in 90 days",
    "source": "no campaign",
}


def title_of(fact: Fact | OwnFact) -> str:
    """What the fact is called."""
    return fact.title if isinstance(fact, OwnFact) else TITLES[fact.key]


def kind_of(fact: Fact | OwnFact) -> Kind:
    """How its numbers read; one's own are plain ratios."""
    return fact.kind if isinstance(fact, Fact) else "ratio"


def reason_text(fact: Fact | OwnFact, range_: FactRange) -> str:
    """The fact with its range: `Orders: 3 to 4`."""
    return f"{title_of(fact)}: {range_text(fact, range_)}"


def range_text(fact: Fact | OwnFact, range_: FactRange) -> str:
    """The range alone."""
    if range_.is_unknown:
        return _UNKNOWN.get(fact.key, "unknown")
    if range_.is_rest:
        return "another"
    if range_.word is not None:
        return range_.word
    low, high, kind = range_.low, range_.high, kind_of(fact)
    if fact.key == "is_known":
        return "yes" if low else "no"
    if kind == "count":
        return _whole(low, high)
    if low is None and high is None:
        return "any"
    if low is None:
        return f"less than {_shown(high, kind)}"
    if high is None:
        return f"{_shown(low, kind)} or more"
    return f"{_number(low, kind)} to {_shown(high, kind)}"


def _whole(low: float | None, high: float | None) -> str:
    """Whole numbers: [2, 4) is 2 to 3."""
    first = int(low or 0)
    if high is None:
        return f"{first} or more"
    last = int(high) - 1
    return str(first) if first == last else f"{first} to {last}"


def _shown(value: float | None, kind: Kind) -> str:
    unit = {"days": " day" if value == 1 else " days", "share": " %", "ratio": " times"}.get(kind, "")
    return f"{_number(value or 0, kind)}{unit}"


def _number(value: float, kind: Kind) -> str:
    if kind == "money":
        return f"{value / MICROS:,.0f}"
    return f"{100 * value:g}" if kind == "share" else f"{value:g}"
