"""The shop goes on: visits that happen now, as the calls a site's SDK would make, one after the other.

Time runs faster than in a real shop, so that somebody who watches the board sees customers move. What
happens is decided by the seed alone; the caller waits and posts.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from evergrow.world import wording
from evergrow.world.catalogue import POPULARITY, PRICES_CENTS, PRODUCTS
from evergrow.world.people import NEVER
from evergrow.world.places import CHANNELS, DEVICES, PLACES
from evergrow.world.plan import CURRENCY, WorldPlan
from evergrow.world.shop import draw

PURCHASES_PER_SECOND = 0.5
LOOKS_PER_SECOND = 0.35
SECONDS_BETWEEN_STEPS = 1.3
LEFT_AT_THE_CHECKOUT = 0.5
"""Of the looks by somebody the shop knows: they fill a cart, begin to check out, and go."""
BUYERS = {"member": 0.46, "once": 0.24, "again": 0.2, "stranger": 0.1}
"""Who buys: who never has, who has once, who has often, and somebody who signs up to do it."""


@dataclass(frozen=True)
class LiveCall:
    """One call of Segment's API, due `at_seconds` after the start. `message` has no timestamp: it is now."""

    at_seconds: float
    message: dict[str, Any]


@dataclass
class Visitor:
    """Somebody who can come to the shop. `user_id` is None until the shop knows them."""

    number: int
    place: int
    device: int
    anonymous_id: str
    user_id: str | None
    orders: int


def live(plan: WorldPlan, *, seed: int, pace: float = 1.0) -> Iterator[LiveCall]:
    """Calls without end, ordered by `at_seconds`: at pace 1, about 3 a second with a purchase every 2 seconds.

    Ids of calls, orders and new visitors carry the seed: give every start of the same shop another one.
    """
    street = _Street(plan, seed)
    rate = (PURCHASES_PER_SECOND + LOOKS_PER_SECOND) * pace
    due: list[tuple[float, int, dict[str, Any]]] = []
    count, clock = 0, 0.0
    while True:
        clock += street.rng.exponential(1.0 / rate)
        while due and due[0][0] <= clock:
            at, _, message = heapq.heappop(due)
            yield LiveCall(at, message)
        at = clock
        for message in street.next_visit():
            heapq.heappush(due, (at, count, message | {"messageId": f"live-{seed:x}-{count}"}))
            count += 1
            at += (0.3 + street.rng.exponential(SECONDS_BETWEEN_STEPS)) / pace


class _Street:
    """Everybody who might come in, by what they have done so far."""

    def __init__(self, plan: WorldPlan, seed: int) -> None:
        people, orders, rhythm, _ = draw(plan)
        self.rng = np.random.default_rng([plan.seed, seed])
        self._seed = seed
        self._born = plan.first_number + plan.customers
        self._orders_made = 0
        self.pools: dict[str, list[Visitor]] = {"passer-by": [], "member": [], "once": [], "again": []}
        made = np.bincount(orders.person[orders.at < rhythm.days - 1], minlength=len(people)).tolist()
        for index in range(len(people)):
            if people.arrived[index] > rhythm.days - 1:
                continue  # may not have come in by the plan's end
            joined = people.joined[index] < min(rhythm.days - 1, NEVER)
            visitor = Visitor(
                number=int(people.numbers[index]),
                place=int(people.place[index]),
                device=int(people.device[index]),
                anonymous_id=str(people.anonymous_ids[index]),
                user_id=str(people.user_ids[index]) if joined else None,
                orders=made[index],
            )
            if joined or people.joined[index] == NEVER:
                self.pools[_pool_of(visitor)].append(visitor)

    def next_visit(self) -> list[dict[str, Any]]:
        """The messages of one visit, in order, without their ids."""
        if self.rng.random() >= PURCHASES_PER_SECOND / (PURCHASES_PER_SECOND + LOOKS_PER_SECOND):
            return self._look()
        kind = str(self.rng.choice(list(BUYERS), p=list(BUYERS.values())))
        return self._buy(self._stranger() if kind == "stranger" else self._pick(kind))

    def _look(self) -> list[dict[str, Any]]:
        chance = self.rng.random()
        visitor = self._stranger() if chance < 0.4 else self._pick("passer-by" if chance < 0.7 else "member")
        steps = [self._page(visitor)] + [self._view(visitor, p) for p in self._products(1, 3)]
        if visitor.user_id is None and self.rng.random() < 0.45:
            steps += self._join(visitor)
        if visitor.user_id is not None and self.rng.random() < LEFT_AT_THE_CHECKOUT:
            steps += self._fill_cart(visitor, self._products(1, 2))
        self._put_back(visitor)
        return steps

    def _buy(self, visitor: Visitor) -> list[dict[str, Any]]:
        products = self._products(1, 2)
        steps = [self._view(visitor, products[0])]
        if visitor.user_id is None:
            steps += self._join(visitor)
        steps += self._fill_cart(visitor, products)
        visitor.orders += 1
        self._orders_made += 1
        steps.append(_track(visitor, "Order Completed", self._order(products)))
        self._put_back(visitor)
        return steps

    def _fill_cart(self, visitor: Visitor, products: list[int]) -> list[dict[str, Any]]:
        lines = [wording.product_document(p) | {"quantity": 1} for p in products]
        cart = {"value": _total(products), "currency": CURRENCY, "products": lines}
        added = [_track(visitor, "Product Added", line) for line in lines]
        return [*added, _track(visitor, "Checkout Started", cart)]

    def _order(self, products: list[int]) -> dict[str, Any]:
        total = _total(products)
        return {
            "order_id": f"L{self._seed:x}-{self._orders_made}",
            "total": total,
            "revenue": total,
            "currency": CURRENCY,
            "products": [wording.product_document(p) | {"quantity": 1} for p in products],
        }

    def _join(self, visitor: Visitor) -> list[dict[str, Any]]:
        visitor.user_id = f"c{self._seed:x}-{visitor.number}"
        traits = wording.person_document(visitor.number, visitor.place)
        steps = [_call(visitor, "identify", traits=traits), _track(visitor, "Signed Up", {})]
        if self.rng.random() < 0.6:
            letter = {"channel": "email", "topic": wording.CONSENT_TOPIC, "wording": wording.CONSENT_WORDING}
            steps.append(_track(visitor, "Subscribed", letter))
        return steps

    def _page(self, visitor: Visitor) -> dict[str, Any]:
        channel = int(self.rng.integers(0, len(CHANNELS)))
        context = wording.context_document(visitor.place, visitor.device, channel)
        return _call(visitor, "page", name="Home", properties={"path": "/", "title": "Home"}, context=context)

    def _view(self, visitor: Visitor, product: int) -> dict[str, Any]:
        return _track(visitor, "Product Viewed", wording.product_document(product))

    def _products(self, fewest: int, most: int) -> list[int]:
        return self.rng.choice(len(PRODUCTS), int(self.rng.integers(fewest, most + 1)), p=POPULARITY).tolist()

    def _stranger(self) -> Visitor:
        self._born += 1
        return Visitor(
            number=self._born,
            place=int(self.rng.choice(len(PLACES), p=[place.share for place in PLACES])),
            device=int(self.rng.integers(0, len(DEVICES))),
            anonymous_id=f"{self._seed:x}-{self._born:x}-{int(self.rng.integers(0, 2**48)):012x}",
            user_id=None,
            orders=0,
        )

    def _pick(self, pool: str) -> Visitor:
        """Take somebody out of the pool: nobody makes two visits at once."""
        there = self.pools[pool]
        if not there:
            return self._stranger()
        place = int(self.rng.integers(0, len(there)))
        there[place], there[-1] = there[-1], there[place]
        return there.pop()

    def _put_back(self, visitor: Visitor) -> None:
        self.pools[_pool_of(visitor)].append(visitor)


def _total(products: list[int]) -> float:
    return int(PRICES_CENTS[products].sum()) / 100


def _pool_of(visitor: Visitor) -> str:
    if visitor.user_id is None:
        return "passer-by"
    return ("member", "once", "again")[min(visitor.orders, 2)]


def _track(visitor: Visitor, event: str, properties: dict[str, Any]) -> dict[str, Any]:
    return _call(visitor, "track", event=event, properties=properties)


def _call(visitor: Visitor, type: str, **fields: Any) -> dict[str, Any]:
    """A call in Segment's words, made from the visitor's device as it stands now."""
    context = wording.context_document(visitor.place, visitor.device, 0)
    call = {"type": type, "anonymousId": visitor.anonymous_id, "context": context} | fields
    return call | ({"userId": visitor.user_id} if visitor.user_id else {})
