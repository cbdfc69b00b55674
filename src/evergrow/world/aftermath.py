"""What follows an order or a sign-up without a visit: refunds, unsubscribing, friends who came."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evergrow.world import wording
from evergrow.world.orders import Orders
from evergrow.world.people import NEVER, People
from evergrow.world.places import REFERRAL_CHANNEL
from evergrow.world.plan import CURRENCY
from evergrow.world.render import order_ids, record_table
from evergrow.world.rhythm import HOUR_US, Rhythm

REFUNDED = 0.035
UNSUBSCRIBES = 0.13
DAY_US = 24 * HOUR_US


def later_records(
    people: People,
    orders: Orders,
    order_us: np.ndarray,
    order_cents: np.ndarray,
    rhythm: Rhythm,
    rng: np.random.Generator,
) -> pa.Table:
    """Records that the shop's own systems send. `order_us` is 0 for an order that fell past the end."""
    return pa.concat_tables(
        [
            _refunds(people, orders, order_us, order_cents, rng),
            _unsubscribed(people, rhythm, rng),
            _referrals(people, orders, order_us, rng),
        ]
    )


def _refunds(
    people: People, orders: Orders, order_us: np.ndarray, order_cents: np.ndarray, rng: np.random.Generator
) -> pa.Table:
    order = np.flatnonzero((order_us > 0) & (rng.random(len(orders)) < REFUNDED))
    total = wording.money_texts(order_cents[order])
    properties = wording.joined(
        *('{"order_id":"', order_ids(people, orders, order), '","total":', total),
        f',"currency":"{CURRENCY}"}}',
    )
    return record_table(
        type="track",
        name="Order Refunded",
        at=order_us[order] + (rng.uniform(2.0, 21.0, len(order)) * DAY_US).astype(np.int64),
        user_id=_user_ids(people, orders.person[order]),
        properties=properties,
    )


def _unsubscribed(people: People, rhythm: Rhythm, rng: np.random.Generator) -> pa.Table:
    leaves = people.is_subscriber & (people.joined < NEVER) & (rng.random(len(people)) < UNSUBSCRIBES)
    person = np.flatnonzero(leaves)
    text = wording.json_text({"channel": "email", "topic": wording.CONSENT_TOPIC})
    return record_table(
        type="track",
        name="Unsubscribed",
        at=rhythm.wall(people.joined[person] + 1.0 + rng.exponential(70.0, len(person))),
        user_id=_user_ids(people, person),
        properties=pa.array([text] * len(person), pa.string()),
    )


def _referrals(people: People, orders: Orders, order_us: np.ndarray, rng: np.random.Generator) -> pa.Table:
    """When a referred friend buys for the first time, a customer who had bought twice by then gets the credit."""
    second = np.flatnonzero((orders.nth == 1) & (order_us > 0))
    second = second[np.argsort(order_us[second], kind="stable")]
    is_friend = people.channel[orders.person] == REFERRAL_CHANNEL
    friends = np.flatnonzero((orders.nth == 0) & (order_us > 0) & is_friend)
    could = np.searchsorted(order_us[second], order_us[friends])
    friends, could = friends[could > 0], could[could > 0]
    referrer = orders.person[second[(rng.random(len(friends)) * could).astype(np.int64)]]
    friend_ids = _user_ids(people, orders.person[friends])
    return record_table(
        type="track",
        name="Referral Converted",
        at=order_us[friends] + 60_000_000,
        user_id=_user_ids(people, referrer),
        properties=wording.joined('{"referred_user_id":"', friend_ids, '"}'),
    )


def _user_ids(people: People, person: np.ndarray) -> pa.Array:
    return pa.array(people.user_ids[person], pa.string())
