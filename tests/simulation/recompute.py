"""Who the customers are and where they stood, recomputed the slow and obvious way from the calls alone.

Shares no code with the platform but the name of a key. It is what the documentation says, in loops.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Pair = tuple[str, str, str]  # kind, identity, other identity


@dataclass
class Customer:
    """What the calls of one person add up to. Instants are aware UTC, money is in dollars."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def times(self, event: str) -> list[datetime]:
        return [when(call) for call in self.events if call.get("event") == event]

    @property
    def orders(self) -> list[datetime]:
        return self.times("Order Completed")

    @property
    def known_at(self) -> datetime | None:
        told = (when(call) for call in self.events if "userId" in call or "email" in call.get("traits", {}))
        return min(told, default=None)

    def facts(self) -> dict[str, Any]:
        paid = [
            call["properties"]["revenue"] for call in self.events if call.get("event") == "Order Completed"
        ]
        back = [
            call["properties"]["revenue"] for call in self.events if call.get("event") == "Order Refunded"
        ]
        return {
            "first_seen_at": min(map(when, self.events)),
            "last_seen_at": max(map(when, self.events)),
            "known_at": self.known_at,
            "events": len(self.events),
            "orders": len(paid),
            "revenue_micros": 1_000_000 * sum(paid),
            "first_order_at": min(self.orders, default=None),
            "last_order_at": max(self.orders, default=None),
            "refunds": len(back),
            "refunded_micros": 1_000_000 * sum(back),
        }

    def stage(self, at: datetime) -> str:
        """The stage of the shop map at a moment, read from the top of PRODUCT's table down."""

        def lately(days: int) -> int:
            return sum(order <= at < order + timedelta(days=days) for order in self.orders)

        orders = sum(order <= at for order in self.orders)
        referrals = sum(one <= at for one in self.times("Referral Converted"))
        if orders >= 1 and lately(180) == 0:
            return "lapsed"
        if lately(365) >= 5 or (orders >= 2 and referrals >= 1):
            return "loyalty"
        if orders >= 1:
            return "retention" if orders >= 2 else "conversion"
        return "acquisition" if self.known_at is not None and self.known_at <= at else "reach"

    def stays(self) -> list[tuple[str, datetime, datetime | None]]:
        """Every stay, found by looking at each moment at which anything could change."""
        moments = set(map(when, self.events))
        moments |= {order + timedelta(days=days) for order in self.orders for days in (180, 365)}
        changes: list[tuple[str, datetime]] = []
        for moment in sorted(moments):
            stage = self.stage(moment)
            if not changes or changes[-1][0] != stage:
                changes.append((stage, moment))
        ends = [moment for _, moment in changes[1:]] + [None]
        return [(stage, moment, end) for (stage, moment), end in zip(changes, ends, strict=True)]


def when(call: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(call["timestamp"])


def customers_of(calls: list[dict[str, Any]], undone: set[Pair]) -> dict[str, Customer]:
    """Customers by the identity they go by. `undone`: what an operator took back."""
    once = list({call["messageId"]: call for call in calls}.values())
    name = _names([call for call in once if _pairs(call)], undone)
    customers: dict[str, Customer] = defaultdict(Customer)
    for call in once:
        identity = f"user:{call['userId']}" if "userId" in call else f"anon:{call['anonymousId']}"
        customers[name.get(identity, identity)].events.append(call)
    return dict(customers)


def pairs_of(calls: list[dict[str, Any]]) -> set[Pair]:
    """Everything that was said about who is who."""
    return {pair for call in calls for pair in _pairs(call)}


def _pairs(call: dict[str, Any]) -> list[Pair]:
    if call["type"] == "alias":
        both = (f"anon:{call['previousId']}", f"user:{call['previousId']}")
        return [
            ("alias", one, f"user:{call['userId']}") for one in both if call["previousId"] != call["userId"]
        ]
    if "userId" in call and "anonymousId" in call:
        return [("identify", f"anon:{call['anonymousId']}", f"user:{call['userId']}")]
    return []


def _names(calls: list[dict[str, Any]], undone: set[Pair]) -> dict[str, str]:
    """The identity that each identity's customer goes by."""
    owner: dict[str, str] = {}
    groups: list[set[str]] = []
    for call in sorted(calls, key=lambda call: (when(call), call["messageId"])):
        for kind, one, other in _pairs(call):
            if (kind, one, other) in undone:
                continue
            if kind == "identify" and owner.setdefault(one, other) != other:
                continue  # a device belongs to the first who was named on it
            joined = [group for group in groups if group & {one, other}]
            groups = [group for group in groups if group not in joined]
            groups.append({one, other}.union(*joined))
    best = {
        one: min(group, key=lambda text: (not text.startswith("user:"), text))
        for group in groups
        for one in group
    }
    return best
