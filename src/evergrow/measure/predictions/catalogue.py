"""The facts that predictions are made from, each cut into ranges that read well: "30 to 60 days", "100 to 200"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import ibis.expr.types as ir

from evergrow.kernel import MICROS
from evergrow.measure.predictions.known import Known

Kind = Literal["days", "count", "money", "share", "ratio", "word"]
NONE: Final = 0
"""The place of those of whom a fact is not known: who never ordered has no last order."""
DAYS: Final = (1, 3, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 730)
_MONEY: Final = tuple(base * 10**power * MICROS for power in range(7) for base in (1, 2, 5))
_COUNTS: Final = (1, 2, 3, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Fact:
    """One thing known of a customer. With `edges` its places are 1 below the first, 2 up to the second, and so on;
    a word has none: its places are the words seen most."""

    key: str
    kind: Kind
    edges: tuple[float, ...] = ()


@dataclass(frozen=True)
class OwnFact:
    """A fact of the user's own: `of` makes `customer_key`, `value` (a number, null or no row where unknown) from what
    was known at a moment; `title` stands in reasons."""

    key: str
    title: str
    edges: tuple[float, ...]
    of: Callable[[Known], ir.Table]


FACTS: Final = (
    Fact("stage", "word"),
    Fact("stage_days", "days", DAYS),
    Fact("order_silence", "days", DAYS),
    Fact("rhythm", "ratio", (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)),
    Fact("orders", "count", _COUNTS),
    Fact("orders_90", "count", _COUNTS),
    Fact("revenue", "money", _MONEY),
    Fact("order_value", "money", _MONEY),
    Fact("first_order", "days", DAYS),
    Fact("silence", "days", DAYS),
    Fact("age", "days", DAYS),
    Fact("events_30", "count", _COUNTS),
    Fact("trend", "share", (0.1, 0.25, 0.4, 0.6, 0.75, 0.9)),
    Fact("views_30", "count", _COUNTS),
    Fact("carts_30", "count", _COUNTS),
    Fact("checkouts_30", "count", _COUNTS),
    Fact("mails_90", "count", _COUNTS),
    Fact("refunds", "count", (1, 2)),
    Fact("weekend", "share", (0.1, 0.25, 0.4, 0.6, 0.9)),
    Fact("is_known", "count", (1,)),
    Fact("source", "word"),
    Fact("device", "word"),
)
WORDS: Final = tuple(fact.key for fact in FACTS if fact.kind == "word")
OF_MONEY: Final = tuple(fact.key for fact in FACTS if fact.kind == "money")
