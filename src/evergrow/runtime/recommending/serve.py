"""Serve recommendations from the model at hand."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from evergrow.kernel import refuse
from evergrow.measure.recommendations import (
    MODEL,
    NEIGHBORS,
    NOTHING,
    PRODUCTS,
    Mine,
    Offer,
    Rules,
    Shelf,
    mine_of,
)
from evergrow.record import customers
from evergrow.record.catalogue import catalogue_of
from evergrow.runtime.workspace import Workspace

MOST: Final = 100
IN_A_MESSAGE: Final = 24
"""So many a message may loop over; `limit: 3` takes fewer, `where: "category", "Tea"` those of a category."""
FIELDS: Final = ("id", "name", "category", "price", "currency", "image", "url", "because")
_SHELVING: Final = threading.Lock()
SHOWN_INTERESTS: Final = 12
NOTHING_LEFT: Final = "No product is left that these rules allow."
NO_MODEL: Final = "Nothing was learned yet: no event names a product, or the model is still being made."


@dataclass(frozen=True, kw_only=True)
class Liked:
    """A product that a customer is interested in, as it has faded by now: 1 is one look at this moment."""

    id: str
    name: str
    interest: float
    is_bought: bool


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """What to offer, and what it rests on. `products` is empty where `unavailable` says why."""

    learned_at: datetime | None
    unavailable: str | None
    products: list[Offer]
    interests: list[Liked]


def shelf_of(workspace: Workspace) -> Shelf:
    """The model with the catalogue over it; read once, until one of them changes."""
    shelf = workspace.shelf
    if shelf is not None:
        return shelf
    with _SHELVING:
        if workspace.shelf is None:
            model = {
                table.name: workspace.warehouse.fetch(table.rows) for table in (MODEL, PRODUCTS, NEIGHBORS)
            }
            with workspace.state.reading() as tx:
                workspace.shelf = Shelf.of(model, catalogue_of(tx))
        return workspace.shelf


def clear_shelf(workspace: Workspace) -> None:
    """Let the shelf be made anew: the model or the catalogue is another one, as of a commit before."""
    with _SHELVING:
        workspace.shelf = None
    workspace.version += 1


def for_customer(workspace: Workspace, customer_id: str, rules: Rules, *, now: datetime) -> Recommended:
    """What to offer to a customer.

    Raises:
        Refusal: `customer.unknown`, `recommendations.count`.
    """
    _check(rules)
    shelf = shelf_of(workspace)
    key = customers.keys_of(workspace.warehouse, [customer_id])[customer_id]
    if key is None:
        key = customers.identity_keys(workspace.warehouse, customer_id)[0]  # which refuses whom nobody knows
    mine = _mine(workspace, shelf, [key], now).get(key, NOTHING)
    return _told(shelf, shelf.for_customer(mine, rules), mine)


def for_cart(workspace: Workspace, cart: Sequence[str], rules: Rules) -> Recommended:
    """What to offer beside these products."""
    _check(rules)
    shelf = shelf_of(workspace)
    return _told(shelf, shelf.for_cart(cart, rules))


def popular(workspace: Workspace, rules: Rules) -> Recommended:
    """What most customers are interested in lately."""
    _check(rules)
    shelf = shelf_of(workspace)
    return _told(shelf, shelf.popular(rules))


def recommended_to(
    workspace: Workspace, customer_keys: Sequence[int], now: datetime
) -> Mapping[int, list[Mapping[str, Any]]]:
    """For messages: the products of each of these customers, as a template reads them. Two queries for all."""
    shelf = shelf_of(workspace)
    if shelf.learned is None:
        return {}
    mine = _mine(workspace, shelf, customer_keys, now)
    rules = Rules(count=IN_A_MESSAGE)
    return {key: _readable(shelf.for_customer(mine.get(key, NOTHING), rules)) for key in customer_keys}


def _mine(workspace: Workspace, shelf: Shelf, keys: Sequence[int], now: datetime) -> Mapping[int, Mine]:
    position = shelf.learned["position"] if shelf.learned else 0
    has_later = workspace.taken_position() > position
    return mine_of(workspace.warehouse.ask, shelf, keys, now, has_later=has_later)


def _told(shelf: Shelf, products: list[Offer], mine: Mine = NOTHING) -> Recommended:
    learned_at = None if shelf.learned is None else shelf.learned["learned_at"].replace(tzinfo=UTC)
    strongest = sorted(zip(mine.weight.tolist(), mine.number.tolist(), mine.is_bought.tolist(), strict=True))
    return Recommended(
        learned_at=learned_at,
        unavailable=NO_MODEL if learned_at is None else None if products else NOTHING_LEFT,
        products=products,
        interests=[
            Liked(
                id=shelf.items[number],
                name=shelf.names[number],
                interest=weight,
                is_bought=is_bought,
            )
            for weight, number, is_bought in reversed(strongest[-SHOWN_INTERESTS:])
        ],
    )


def _readable(products: Sequence[Offer]) -> list[Mapping[str, Any]]:
    """As a template reads them: what is not known is left out, so that it counts as missing."""
    return [
        {name: value for name in FIELDS if (value := getattr(product, name)) is not None}
        for product in products
    ]


def _check(rules: Rules) -> None:
    if not 1 <= rules.count <= MOST:
        raise refuse(
            "recommendations.count",
            f"{rules.count} products cannot be asked for.",
            where="count",
            next_step=f"Ask for 1 to {MOST}.",
        )
