"""Sets of items that lie together in many baskets: every one of them, by growing those that are frequent.

A set is frequent only if all its parts are, so sets are grown item by item and a branch ends where it is no longer
frequent. The pairs come from one product of sparse matrices; larger sets from the baskets that are left of a pair's.

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
    together = _pairs(baskets, kept)
    growing = _Growing(
        kept, together, least, np.zeros(int(baskets.basket.max()) + 1, dtype=bool), found, most
    )
    lists = _lists(baskets, kept)
    for place in range(len(kept)):
        if not growing.grow_from(place, lists):
            return Unavailable(
                f"More than {most:,} sets are bought together that often; ask for a higher support."
            )
    return found


def _pairs(baskets: Baskets, kept: Lines) -> sparse.csr_array:
    """In how many baskets each pair of kept items lies; above the diagonal only."""
    from scipy import sparse  # which nothing else that a server does needs in memory

    column = np.full(len(baskets.items), -1)
    column[kept] = np.arange(len(kept))
    here = column[baskets.item] >= 0
    rows, columns = baskets.basket[here], column[baskets.item[here]]
    shape = (int(baskets.basket.max()) + 1, len(kept))
    matrix = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)
    return sparse.csr_array(sparse.triu(matrix.T @ matrix, k=1))


def _lists(baskets: Baskets, kept: Lines) -> list[Lines]:
    """The baskets of each kept item."""
    item = baskets.item
    if len(baskets.items) <= _FEW:  # of numbers that short every digit is sorted by, in one pass each
        item = item.astype(np.uint16)
    order = np.argsort(item, kind="stable")
    ends = np.cumsum(np.bincount(baskets.item, minlength=len(baskets.items)))
    starts = np.concatenate([[0], ends[:-1]])
    sorted_baskets = baskets.basket[order]
    return [sorted_baskets[starts[item] : ends[item]] for item in kept]


@dataclass
class _Growing:
    """Sets on their way. `marked` is a scratch of all baskets, clean between uses."""

    kept: Lines
    together: sparse.csr_array
    least: int
    marked: NDArray[np.bool_]
    found: ItemSets
    most: int
    neighbors: list[dict[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.together.tocoo()
        often = rows.data >= self.least
        self.neighbors = [{} for _ in self.kept]
        for place, other, count in zip(
            *(each[often].tolist() for each in (rows.row, rows.col, rows.data)), strict=True
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
