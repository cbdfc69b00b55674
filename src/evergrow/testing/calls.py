"""Calls of Segment's API in the words of a shop.

Each function makes one message. Its id is made from its content: the same call twice is a repetition,
and a call that differs in anything is another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from evergrow.kernel import iso
from evergrow.storage.log import Entry

Call = dict[str, Any]


def call(
    type: str, at: datetime, *, user: str | None = None, device: str | None = None, **fields: Any
) -> Call:
    """Any call. `user` and `device` are who made it; None leaves them out."""
    who = {"userId": user, "anonymousId": device}
    message = {"type": type, "timestamp": iso(at)} | {k: v for k, v in who.items() if v is not None} | fields
    digest = hashlib.md5(json.dumps(message, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
    return message | {"messageId": digest}


def view(at: datetime, *, user: str | None = None, device: str | None = None, product: str = "tea") -> Call:
    """Somebody looks at a product."""
    properties = {"product_id": product, "name": product}
    return call("track", at, user=user, device=device, event="Product Viewed", properties=properties)


def identify(at: datetime, *, user: str | None = None, device: str | None = None, **traits: Any) -> Call:
    """Somebody is named, on a device or not, and says something of themselves."""
    return call("identify", at, user=user, device=device, traits=traits)


def sign_up(at: datetime, *, user: str, device: str | None = None) -> Call:
    """Somebody signs up."""
    return call("track", at, user=user, device=device, event="Signed Up", properties={})


def alias(at: datetime, *, previous: str, user: str) -> Call:
    """Two names turn out to be one person's."""
    return call("alias", at, user=user, previousId=previous)


def buy(
    at: datetime,
    *,
    user: str | None = None,
    device: str | None = None,
    amount: float = 10,
    order_id: str | None = None,
) -> Call:
    """An order of `amount` US dollars; its id is its time unless given."""
    properties = {"order_id": order_id or iso(at), "revenue": amount, "currency": "USD"}
    return call("track", at, user=user, device=device, event="Order Completed", properties=properties)


def refund(at: datetime, *, user: str, amount: float = 10, order_id: str = "1") -> Call:
    """Money goes back for an order."""
    properties = {"order_id": order_id, "revenue": amount, "currency": "USD"}
    return call("track", at, user=user, event="Order Refunded", properties=properties)


def refer(at: datetime, *, user: str, friend: str = "friend") -> Call:
    """A friend whom the customer brought buys for the first time."""
    return call("track", at, user=user, event="Referral Converted", properties={"referred_user_id": friend})


def entry_of(calls: Iterable[Call], *, received_at: datetime, source_id: str = "test") -> Entry:
    """One request that carries the calls, as the log keeps it."""
    body = json.dumps({"batch": list(calls)}).encode()
    return Entry(source_id, "segment", "batch", body, received_at)
