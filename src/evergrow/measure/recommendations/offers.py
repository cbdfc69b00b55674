"""Offer products: to a customer by what they are interested in, beside a cart by what lies in one order, else what is popular.

Holds   the order is the same wherever the model is: by score, and by number among equals.
Never   reads anything: it is given the model and what the customer did. A list costs well under a millisecond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.kernel import MICROS
from evergrow.measure.recommendations.neighborhood import STRONGEST
from evergrow.measure.recommendations.tables import MODEL, NEIGHBORS, PRODUCTS

_RULES_KEPT: Final = 64
Why = Literal["interest", "cart", "popular"]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What may be offered. `category` None: any. `has_bought`: what the customer bought may be offered again."""

    count: int = 4
    category: str | None = None
    in_stock: bool = True
    has_bought: bool = False
    has_popular: bool = True
    """Whether popular products fill up what is left."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A product, and why it is offered: by an interest in `because`, by a cart with it, or for being popular.

    `price` is in units of the currency; what no catalogue tells is None, and such a product counts as in stock.
    """

    id: str
    name: str
    category: str | None
    price: float | None
    currency: str | None
    image: str | None
    url: str | None
    in_stock: bool
    score: float
    why: Why
    because: str | None


@dataclass(frozen=True)
class Mine:
    """What one customer is interested in: products by number, how much, and which were bought."""

    number: NDArray[np.int64]
    weight: NDArray[np.float64]
    is_bought: NDArray[np.bool_]


NOTHING: Final = Mine(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool))


@dataclass
class Shelf:
    """The model as it is served, with the catalogue over it. Made once a model and a catalogue; safe from any thread."""

    learned: Mapping[str, Any] | None
    items: list[str]
    names: list[str]
    categories: list[str | None]
    in_stock: NDArray[np.bool_]
    popularity: NDArray[np.float64]
    near: _Near
    beside: _Near
    catalogue: pa.Table
    number_of: dict[str, int]
    _row_of: dict[str, int]
    _allowed: dict[tuple[str | None, bool], NDArray[np.bool_]] = field(default_factory=dict)
    _popular: dict[tuple[str | None, bool], NDArray[np.int64]] = field(default_factory=dict)

    @classmethod
    def of(cls, model: Mapping[str, pa.Table], catalogue: pa.Table) -> Shelf:
        """From the tables of the model by name, and the catalogue as `record.catalogue` keeps it."""
        products = model[PRODUCTS.name].sort_by("number")
        learned = model[MODEL.name].to_pylist()
        items = products["item"].to_pylist()
        row_of = {product: row for row, product in enumerate(catalogue["product_id"].to_pylist())}
        told = [row_of.get(item) for item in items]
        neighbors = model[NEIGHBORS.name]
        is_cart = neighbors["is_cart"].to_numpy()
        return cls(
            learned=learned[0] if learned else None,
            items=items,
            names=_over(told, catalogue["name"], products["name"], items),
            categories=_over(told, catalogue["category"], products["category"], [None] * len(items)),
            in_stock=np.array(_over(told, catalogue["is_in_stock"], None, [True] * len(items)), dtype=bool),
            popularity=products["popularity"].to_numpy(),
            near=_Near.of(neighbors, ~is_cart, len(items)),
            beside=_Near.of(neighbors, is_cart, len(items)),
            catalogue=catalogue,
            number_of={item: number for number, item in enumerate(items)},
            _row_of=row_of,
        )

    def for_customer(self, mine: Mine, rules: Rules) -> list[Offer]:
        """The products that suit what the customer is interested in, then popular ones."""
        strongest = np.lexsort((mine.number, -mine.weight))[:STRONGEST]
        away = np.zeros(0, np.int64) if rules.has_bought else mine.number[mine.is_bought]
        found = self._found(
            self.near, mine.number[strongest], mine.weight[strongest], away, rules, "interest"
        )
        return self._filled(found, away, rules)

    def for_cart(self, cart: Sequence[str], rules: Rules, mine: Mine = NOTHING) -> list[Offer]:
        """What others bought in one order with these, then what is near to them, then popular ones; none of the cart's own."""
        inside = np.array(sorted({self.number_of[item] for item in cart if item in self.number_of}), np.int64)
        bought = np.zeros(0, np.int64) if rules.has_bought else mine.number[mine.is_bought]
        away, weight = np.concatenate([inside, bought]), np.ones(len(inside))
        found = self._found(self.beside, inside[:STRONGEST], weight[:STRONGEST], away, rules, "cart")
        if len(found) < rules.count:
            taken = np.array([number for number, *_ in found], np.int64)
            more = self._found(
                self.near,
                inside[:STRONGEST],
                weight[:STRONGEST],
                np.concatenate([away, taken]),
                rules,
                "interest",
            )
            found = (found + more)[: rules.count]
        return self._filled(found, away, rules)

    def popular(self, rules: Rules) -> list[Offer]:
        """What most are interested in lately."""
        return self._filled([], np.zeros(0, np.int64), rules)

    def _found(
        self,
        near: _Near,
        numbers: NDArray[np.int64],
        weights: NDArray[np.float64],
        away: NDArray[np.int64],
        rules: Rules,
        why: Why,
    ) -> list[tuple[int, float, Why, int | None]]:
        counts = near.starts[numbers + 1] - near.starts[numbers]
        total = int(counts.sum())
        if not total:
            return []
        source = np.repeat(np.arange(len(numbers)), counts)
        place = (
            np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts) + near.starts[numbers][source]
        )
        other, given = near.other[place], near.near[place] * weights[source]
        scores = np.bincount(other, weights=given, minlength=len(self.items))
        scores[away] = 0.0
        scores *= self._may(rules)
        candidates = np.flatnonzero(scores)
        chosen = candidates[np.lexsort((candidates, -scores[candidates]))][: rules.count]
        return [(int(n), float(scores[n]), why, _strongest(n, other, given, numbers[source])) for n in chosen]

    def _filled(
        self, found: list[tuple[int, float, Why, int | None]], away: NDArray[np.int64], rules: Rules
    ) -> list[Offer]:
        shown = [self._offer(*one) for one in found]
        if len(shown) < rules.count and rules.has_popular:
            taken = {*(number for number, *_ in found), *away.tolist()}
            for number in self._by_popularity(rules):
                if len(shown) == rules.count:
                    break
                if int(number) not in taken:
                    shown.append(self._offer(int(number), float(self.popularity[number]), "popular", None))
        return shown

    def _offer(self, number: int, score: float, why: Why, because: int | None) -> Offer:
        item = self.items[number]
        row = self._row_of.get(item)
        told = {} if row is None else self.catalogue.slice(row, 1).to_pylist()[0]
        price = told.get("price_micros")
        return Offer(
            id=item,
            name=self.names[number],
            category=self.categories[number],
            price=None if price is None else price / MICROS,
            currency=told.get("currency"),
            image=told.get("image"),
            url=told.get("url"),
            in_stock=bool(self.in_stock[number]),
            score=score,
            why=why,
            because=None if because is None else self.names[because],
        )

    def _may(self, rules: Rules) -> NDArray[np.bool_]:
        key = rules.category, rules.in_stock
        found = self._allowed.get(key)
        if found is None:
            found = self.in_stock.copy() if rules.in_stock else np.ones(len(self.items), dtype=bool)
            if rules.category is not None:
                wanted = rules.category.casefold()
                found &= np.array([(each or "").casefold() == wanted for each in self.categories], dtype=bool)
            if len(self._allowed) >= _RULES_KEPT:
                self._allowed.clear()
            self._allowed[key] = found
        return found

    def _by_popularity(self, rules: Rules) -> NDArray[np.int64]:
        key = rules.category, rules.in_stock
        found = self._popular.get(key)
        if found is None:
            order = np.lexsort((np.arange(len(self.items)), -self.popularity))
            found = order[self._may(rules)[order]]
            if len(self._popular) >= _RULES_KEPT:
                self._popular.clear()
            self._popular[key] = found
        return found


@dataclass(frozen=True)
class _Near:
    starts: NDArray[np.int64]
    other: NDArray[np.int32]
    near: NDArray[np.float32]

    @classmethod
    def of(cls, rows: pa.Table, kept: NDArray[np.bool_], products: int) -> _Near:
        number, other, near = (rows[name].to_numpy()[kept] for name in ("number", "other", "near"))
        order = np.lexsort((other, -near, number))
        counts = np.bincount(number, minlength=products)
        return cls(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            other[order].astype(np.int32),
            near[order].astype(np.float32),
        )


def _strongest(number: int, other: NDArray[Any], given: NDArray[Any], source: NDArray[np.int64]) -> int:
    """The product that speaks most for this one."""
    here = np.flatnonzero(other == number)
    return int(source[here[np.argmax(given[here])]])


def _over(
    told: list[int | None], catalogue: pa.ChunkedArray, seen: pa.ChunkedArray | None, otherwise: list[Any]
) -> list[Any]:
    """What the catalogue says of each product, else what events say, else this."""
    listed, others = catalogue.to_pylist(), seen.to_pylist() if seen is not None else [None] * len(otherwise)
    return [
        next((value for value in (None if row is None else listed[row], other) if value is not None), last)
        for row, other, last in zip(told, others, otherwise, strict=True)
    ]
