"""What is bought together: item sets, rules, and the report of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.metrics import Figure
from evergrow.storage.warehouse import Given, as_rows


@dataclass(frozen=True)
class Baskets:
    """Which items lie in which baskets, each once.

    Attributes:
        items: Their names; `item` is an index into these.
        basket: Of each line, from 0; lines of one basket need not stand together.
        item: Of each line.
        count: Baskets in all, those included that hold none of these items.
    """

    items: tuple[str, ...]
    basket: NDArray[np.int64]
    item: NDArray[np.int64]
    count: int

    @classmethod
    def of(cls, lines: Given, count: int | None = None) -> Baskets:
        """From rows of `basket` and `item` of any types, none twice; `count` where not all baskets have a row.

        An Ibis table, or any that speaks Arrow.
        """
        rows = as_rows(lines, "basket", "item", what="baskets")
        basket, baskets = _numbered(rows["basket"])
        items = rows["item"].combine_chunks().dictionary_encode()
        names = [str(name) for name in items.dictionary.to_pylist()]
        place = np.empty(len(names), dtype=np.int64)
        place[np.argsort(np.array(names, dtype=object), kind="stable")] = np.arange(len(names))
        return cls(
            items=tuple(sorted(names)),
            basket=basket,
            item=place[items.indices.to_numpy(zero_copy_only=False)],
            count=baskets if count is None else count,
        )


def _numbered(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], int]:
    """Numbers from 0 for the values of a column, and how many there are.

    Whole numbers that lie close together are numbered by a table, in an eighth of the time.
    """
    if len(column) and pa.types.is_integer(column.type) and not column.null_count:
        values = column.to_numpy()
        least, most = int(values.min()), int(values.max())
        if most - least < 4 * len(values):
            place = (values - least).astype(np.int64)
            is_there = np.zeros(most - least + 1, dtype=bool)
            is_there[place] = True
            return (np.cumsum(is_there) - 1)[place], int(is_there.sum())
    told = column.combine_chunks().dictionary_encode()
    return told.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(told.dictionary)


ItemSets = dict[tuple[int, ...], int]
"""How many baskets hold all items of a set; the items of a set ascend."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who has `items` in the basket, has `then`, too."""

    items: tuple[int, ...]
    then: int
    together: int
    antecedent: int
    consequent: int
    baskets: int

    @property
    def support(self) -> float:
        """Share of all baskets that hold both."""
        return self.together / self.baskets

    @property
    def confidence(self) -> float:
        """Of the baskets with `items`, the share that holds `then`."""
        return self.together / self.antecedent

    @property
    def lift(self) -> float:
        """How many times as often as in all baskets."""
        return self.confidence * self.baskets / self.consequent


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product as orders name it."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ShownRule:
    """A rule in words: of the orders with `items`, the share that has `then` (`confidence`), against all orders (`lift`).

    `is_beyond_chance`: the lower end of the confidence's interval lies above the share of `then` in all orders.
    """

    items: list[Product]
    then: Product
    orders: int
    support: Figure
    confidence: Figure
    lift: Figure
    is_beyond_chance: bool


@dataclass(frozen=True, kw_only=True)
class BoughtTogetherReport:
    """What is bought together in the orders of a period. `rules` is empty where `unavailable` says why."""

    start: datetime
    end: datetime
    least_support: float
    least_confidence: float
    unavailable: str | None
    orders: Figure
    products: Figure
    several: Figure
    item_sets: int
    rules_found: int
    rules: list[ShownRule]
