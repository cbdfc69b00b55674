"""Sets of items that lie together in many baskets: every one of them, by growing those that are frequent.

A set is frequent only if all its parts are, so sets are grown item by item and a branch ends where it is no longer
frequent. Pairs are counted in one table of all of them, or by a product of sparse matrices where that would be too large;
larger sets come from the baskets that are left of a pair's.

Source:
    Agrawal & Srikant (1994), "Fast Algorithms for Mining Association Rules", VLDB; Zaki (2000), "Scalable Algorithms for
    Association Mining", IEEE Transactions on Knowledge and Data Engineering 12(3), 372-390.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.recommendations.spec import Baskets, ItemSets

if TYPE_CHECKING:
    from scipy import sparse

MOST_SETS: Final = 100_000
"""Beyond it nobody reads them, and their number doubles with every item more."""
_ROUNDING: Final = 1e-9
_FEW: Final = 2**16
_TABLE: Final = 2**25
"""Pairs that are counted in a table: 128 MB."""
_AT_ONCE: Final = 2**20
_ONE: Final = np.int32(1)
"""Of the table's own type: a plain 1 is converted one by one, which takes ten times as long."""
Lines = NDArray[np.int64]


def frequent_sets(baskets: Baskets, support: float, *, most: int = MOST_SETS) -> ItemSets | Unavailable:
    """Every set of one item or more that lies in at least this share of the baskets.

    Args:
        baskets: Each item once a basket.
        support: Above 0; a share of exactly this is enough, however it is rounded.
        most: Sets beyond which none are told.

    Returns:
        How many baskets hold each set, or why not: more than `most`.
    """
    least = max(1, ceil(support * baskets.count - _ROUNDING))
    counts = np.bincount(baskets.item, minlength=len(baskets.items))
    kept = np.flatnonzero(counts >= least)
    found: ItemSets = {(int(item),): int(counts[item]) for item in kept}
    if len(kept) < 2:
        return found
    pairs = _pairs(baskets, kept, least)
    growing = _Growing(kept, pairs, least, np.zeros(int(baskets.basket.max()) + 1, dtype=bool), found, most)
    lists = _lists(baskets, kept, pairs)
    for place in range(len(kept)):
        if not growing.grow_from(place, lists):
            return Unavailable(
                f"More than {most:,} sets are bought together that often; ask for a higher support."
            )
    return found


@dataclass(frozen=True)
class _Pairs:
    """Pairs of kept items, by their places (`one` below `other`), and in how many baskets each lies."""

    one: Lines
    other: Lines
    count: Lines


def _pairs(baskets: Baskets, kept: Lines, least: int) -> _Pairs:
    """The frequent pairs."""
    place = np.full(len(baskets.items), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    places = place[baskets.item]
    here = places >= 0
    basket, places = (baskets.basket, places) if here.all() else (baskets.basket[here], places[here])
    if len(kept) ** 2 > _TABLE:
        return _by_product(basket, places, len(kept), least)
    if (np.diff(basket) < 0).any():
        matrix = _matrix(basket, places, len(kept))  # sorts by counting
        basket = np.repeat(np.arange(len(matrix.indptr) - 1), np.diff(matrix.indptr))
        places = matrix.indices.astype(np.int32)
    counts = np.zeros(len(kept) ** 2, dtype=np.int32)
    for start in range(0, len(basket), _AT_ONCE):
        _count(basket, places, start, min(start + _AT_ONCE, len(basket)), counts, len(kept))
    often = np.flatnonzero(counts >= least)
    return _Pairs(often // len(kept), often % len(kept), counts[often].astype(np.int64))


def _count(
    basket: Lines, places: NDArray[np.int32], start: int, end: int, counts: NDArray[np.int32], items: int
) -> None:
    """Count the pairs that these lines are the first of: each with the next of its basket, with the one after it, ..."""
    line, apart = np.arange(start, end), 1
    while True:
        line = line[: np.searchsorted(line, len(basket) - apart)]
        line = line[basket[line] == basket[line + apart]]
        if not len(line):
            return
        one, other = places[line].astype(np.int64), places[line + apart].astype(np.int64)
        np.add.at(counts, np.minimum(one, other) * items + np.maximum(one, other), _ONE)
        apart += 1


def _by_product(basket: Lines, places: NDArray[np.int32], items: int, least: int) -> _Pairs:
    from scipy import sparse  # which nothing else that a server does needs in memory

    matrix = _matrix(basket, places, items)
    found = sparse.triu(matrix.T @ matrix, k=1).tocoo()
    often = found.data >= least
    one, other, count = (each[often].astype(np.int64) for each in (found.row, found.col, found.data))
    order = np.lexsort((other, one))
    return _Pairs(one[order], other[order], count[order])


def _matrix(basket: Lines, places: NDArray[np.int32], items: int) -> sparse.csr_array:
    """A row a basket, a column a kept item."""
    from scipy import sparse

    ones = np.ones(len(basket), dtype=np.int32)
    return sparse.csr_array((ones, (basket, places)), shape=(int(basket.max(initial=-1)) + 1, items))


def _lists(baskets: Baskets, kept: Lines, pairs: _Pairs) -> list[Lines]:
    """The baskets of each kept item that may lie in a set of three: one of two frequent pairs and more; else none."""
    degree = np.bincount(np.concatenate([pairs.one, pairs.other]), minlength=len(kept))
    wanted = np.zeros(len(baskets.items), dtype=bool)
    wanted[kept[degree > 1]] = True
    lines = np.flatnonzero(wanted[baskets.item])
    item = baskets.item[lines]
    ends = np.cumsum(np.bincount(item, minlength=len(baskets.items)))
    if len(baskets.items) <= _FEW:  # of numbers that short every digit is sorted by, in one pass each
        item = item.astype(np.uint16)
    sorted_baskets = baskets.basket[lines[np.argsort(item, kind="stable")]]
    starts = np.concatenate([[0], ends[:-1]])
    return [sorted_baskets[starts[item] : ends[item]] for item in kept]


@dataclass
class _Growing:
    """Sets on their way. `marked` is a scratch of all baskets, clean between uses."""

    kept: Lines
    pairs: _Pairs
    least: int
    marked: NDArray[np.bool_]
    found: ItemSets
    most: int
    neighbors: list[dict[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.neighbors = [{} for _ in self.kept]
        pairs = self.pairs
        for place, other, count in zip(
            *(each.tolist() for each in (pairs.one, pairs.other, pairs.count)), strict=True
        ):
            self.neighbors[place][other] = count

    def grow_from(self, place: int, lists: list[Lines]) -> bool:
        """All sets whose first item is this one. False when there are too many."""
        others = self.neighbors[place]
        for other, count in others.items():
            self._keep((place, other), count)
        if len(others) > 1:
            self._grow((place,), self._within(lists[place], {other: lists[other] for other in others}))
        return len(self.found) <= self.most

    def _grow(self, prefix: tuple[int, ...], lists: Mapping[int, Lines]) -> None:
        """`lists`: by item, the baskets that hold it and the prefix."""
        for place in sorted(lists):
            after = {other: lists[other] for other in lists if other in self.neighbors[place]}
            if not after or len(self.found) > self.most:
                continue
            inside = self._within(lists[place], after)
            for other, baskets in inside.items():
                self._keep((*prefix, place, other), len(baskets))
            if len(inside) > 1:
                self._grow((*prefix, place), inside)

    def _within(self, baskets: Lines, lists: Mapping[int, Lines]) -> dict[int, Lines]:
        """Those of each list that are among `baskets`, where enough are."""
        self.marked[baskets] = True
        inside = {place: found[self.marked[found]] for place, found in lists.items()}
        self.marked[baskets] = False
        return {place: found for place, found in inside.items() if len(found) >= self.least}

    def _keep(self, places: tuple[int, ...], count: int) -> None:
        self.found[tuple(sorted(int(self.kept[place]) for place in places))] = count
