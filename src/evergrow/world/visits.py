"""Visits to the shop: what is looked at, put in the basket, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evergrow.world.catalogue import COMPANION, POPULARITY, PRODUCTS
from evergrow.world.orders import Orders
from evergrow.world.people import NEVER, People
from evergrow.world.places import CHANNELS, EMAIL_CHANNEL

MOST_VIEWS = 6
MOST_LINES = 4
NO_ORDER = -1
TOGETHER = 0.55


@dataclass(frozen=True)
class Visits:
    """One entry per visit, ordered by person and time.

    `products` and `quantities` are matrices: the first `adds` products of a visit go into its basket.
    `order` is the index among the person's orders or NO_ORDER.
    """

    person: np.ndarray
    at: np.ndarray
    order: np.ndarray
    joins: np.ndarray
    logs_in: np.ndarray  # first visit on the second device
    is_known: np.ndarray  # the shop knows the person when the visit starts
    on_second: np.ndarray
    channel: np.ndarray  # 0: came directly
    views: np.ndarray
    adds: np.ndarray
    checks_out: np.ndarray
    products: np.ndarray
    quantities: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def draw_visits(people: People, orders: Orders, until: float, rng: np.random.Generator) -> Visits:
    """All visits before the shop day `until`: those that join or buy, and those that only look."""
    person, at, order, joins = _moments(people, orders, until, rng)
    n = len(person)
    buys = order != NO_ORDER
    is_known = (at >= people.joined[person]) & ~joins
    on_second = is_known & (people.second_device[person] >= 0) & (rng.random(n) < 0.4)
    views = 1 + rng.binomial(MOST_VIEWS - 1, np.where(is_known | joins, 0.34, 0.22))
    lines = np.clip(rng.poisson(people.lines_per_order[person] - 1) + 1, 1, MOST_LINES)
    looks_only = np.where(rng.random(n) < np.where(is_known, 0.26, 0.12), np.minimum(lines, 2), 0)
    adds = np.where(buys, lines, looks_only)
    channel = _channels(people, person, rng)
    bounces = ~buys & ~joins & (adds == 0) & _bounces(channel, is_known, rng)
    return Visits(
        person=person,
        at=at,
        order=order,
        joins=joins,
        logs_in=_is_first_of(person, on_second),
        is_known=is_known,
        on_second=on_second,
        channel=channel,
        views=np.where(bounces, 0, np.maximum(views, adds)),
        adds=adds,
        checks_out=buys | (is_known & (adds > 0) & (rng.random(n) < 0.3)),
        products=_with_companions(rng.choice(len(PRODUCTS), (n, MOST_VIEWS), p=POPULARITY), rng),
        quantities=1 + rng.binomial(2, 0.16, (n, MOST_LINES)),
    )


def _moments(
    people: People, orders: Orders, until: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Person, shop day, order and whether it joins, of every visit; ordered by person and day."""
    everyone = np.arange(len(people))
    joining_order = np.full(len(people), NO_ORDER)
    joining_order[orders.person[orders.is_with_joining]] = np.flatnonzero(orders.is_with_joining)
    joining = people.joined < until
    other_orders = np.flatnonzero(~orders.is_with_joining)
    looks = _looks(people, orders, rng)
    parts = [  # person, day, order, joins
        (
            everyone[people.joined > people.arrived],
            people.arrived[people.joined > people.arrived],
            None,
            False,
        ),
        (everyone[joining], people.joined[joining], joining_order[joining], True),
        (orders.person[other_orders], orders.at[other_orders], other_orders, False),
        (*looks, None, False),
    ]
    person = np.concatenate([part[0] for part in parts])
    at = np.concatenate([part[1] for part in parts])
    order = np.concatenate(
        [np.full(len(part[0]), NO_ORDER) if part[2] is None else part[2] for part in parts]
    )
    joins = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    inside = np.flatnonzero(at < until)
    by_person = inside[np.lexsort((at[inside], person[inside]))]
    return person[by_person], at[by_person], order[by_person], joins[by_person]


def _looks(people: People, orders: Orders, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Visits that only look: of strangers soon after the first, of members for months, and before an order."""
    joined = people.joined < NEVER
    count = rng.poisson(np.where(joined, np.where(people.will_buy, 4.0, 3.2), 0.9))
    person = np.repeat(np.arange(len(people)), count)
    span = np.where(joined[person], 45.0, 16.0)
    at = people.arrived[person] + 0.3 + rng.exponential(span)
    before = np.flatnonzero(~orders.is_with_joining & (rng.random(len(orders)) < 0.55))
    before_at = orders.at[before] - rng.uniform(0.2, 4.0, len(before))
    is_later = before_at > people.arrived[orders.person[before]]
    return (
        np.concatenate([person, orders.person[before][is_later]]),
        np.concatenate([at, before_at[is_later]]),
    )


def _channels(people: People, person: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A person's first visit comes from their channel; later ones mostly come directly."""
    n = len(person)
    is_first = _is_first_of(person, np.ones(n, dtype=bool))
    from_letter = people.is_subscriber[person] & (rng.random(n) < 0.2)
    later = np.where(
        from_letter, EMAIL_CHANNEL, np.where(rng.random(n) < 0.25, rng.integers(0, len(CHANNELS), n), 0)
    )
    return np.where(is_first, people.channel[person], later)


def _bounces(channel: np.ndarray, is_known: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Whether a look ends where it began; half as often for those whom the shop knows."""
    chance = np.array([each.bounces for each in CHANNELS])[channel]
    return rng.random(len(channel)) < np.where(is_known, 0.5 * chance, chance)


def _with_companions(products: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same choices, but where something goes with the first, it is often the second."""
    companion = COMPANION[products[:, 0]]
    is_taken = (companion >= 0) & (rng.random(len(products)) < TOGETHER)
    products[:, 1] = np.where(is_taken, companion, products[:, 1])
    return products


def _is_first_of(person: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """True at each person's first chosen visit. `person` is ordered."""
    picked = np.flatnonzero(chosen)
    is_first = np.ones(len(picked), dtype=bool)
    is_first[1:] = person[picked][1:] != person[picked][:-1]
    out = np.zeros(len(person), dtype=bool)
    out[picked[is_first]] = True
    return out
