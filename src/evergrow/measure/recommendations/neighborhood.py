"""Neighbors of products: what those who are interested in one are interested in, too.

Two products are the nearer the more customers are interested in both, each customer counting the less the more products
they are interested in, against how many are interested in either at all:

    near(i, j) = sum over customers u of w(u,i) w(u,j) / n(u)^a  /  ( (c(i) + s m)^b (c(j) + t m)^d )

w is the interest, n(u) how many products u is interested in, c(i) the sum of the interests in i and m the mean of these
sums. With a = 0, b = d = 1/2, s = t = 0 and w of 0 or 1 that is the cosine; with b = 1 the conditional probability of Deshpande & Karypis, whose weight
of long histories (a) and whose damping of what everybody has (d) are kept. s and t shrink what few customers carry. Then the
neighbors of the nearest neighbors are added with a small weight, which gives products that few know more of them.

Source:
    Sarwar, Karypis, Konstan & Riedl (2001), "Item-Based Collaborative Filtering Recommendation Algorithms", WWW 285-295;
    Deshpande & Karypis (2004), "Item-Based Top-N Recommendation Algorithms", ACM Transactions on Information Systems
    22(1), 143-177.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.storage.warehouse import Given, as_rows

if TYPE_CHECKING:
    from scipy import sparse

Numbers = NDArray[np.int64] | NDArray[np.int32]
Weights = NDArray[np.float64] | NDArray[np.float32]
_FIRST, _SECOND = 40, 10
"""Neighbors, and of each the neighbors, that lead to a neighbor at second hand."""
_WIDE: Final = 400
"""Neighbors looked at before those at second hand are added."""
_AT_ONCE: Final = 2_000_000
"""Pairs of products looked at in one piece, about: 50 MB."""
STRONGEST: Final = 50
"""Products of a customer, or of a cart, whose neighbors are looked at."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The exponents and shrinkages of `near`, and how many neighbors a product keeps.

    The defaults were chosen on a validation cut of retailrocket-10core, not on its test cut; see benchmarks/recommending.py.
    """

    history: float = 0.5
    own: float = 0.7
    other: float = 1.3
    own_shrink: float = 0.9
    other_shrink: float = 17.0
    second: float = 0.1
    most: int = 200


@dataclass(frozen=True)
class Interests:
    """Who is interested in what, and how much. `items` and `customers` are the names; the other three go row by row."""

    customers: NDArray[Any]
    items: NDArray[Any]
    customer: Numbers
    item: Numbers
    weight: Weights

    @classmethod
    def of(cls, given: Given) -> Interests:
        """From rows of `customer` (any type), `item` (text) and `weight` (above 0), no pair twice.

        An Ibis table, or any that speaks Arrow.
        """
        rows = as_rows(given, "customer", "item", "weight", what="interests")
        customers, customer = _numbered(rows["customer"])
        items, item = _numbered(rows["item"])
        return cls(customers, items, customer, item, rows["weight"].to_numpy().astype(np.float32))

    def matrix(self) -> sparse.csr_array:
        """A row a customer, a column a product."""
        from scipy import sparse  # which nothing else that a server does needs in memory

        return sparse.csr_array(
            (self.weight, (self.customer, self.item)), shape=(len(self.customers), len(self.items))
        )


@dataclass(frozen=True)
class Neighborhood:
    """The neighbors of each product, the nearest first: those of i stand in `other` from starts[i] to starts[i + 1].

    `near` is how near.
    """

    starts: Numbers
    other: NDArray[np.int32]
    near: NDArray[np.float32]

    def matrix(self) -> sparse.csr_array:
        """How near, a row a product."""
        from scipy import sparse

        size = len(self.starts) - 1
        return sparse.csr_array((self.near, self.other, self.starts), shape=(size, size))


def neighborhood(interests: Interests, shape: Shape | None = None) -> Neighborhood:
    """The nearest products of every product. One product of sparse matrices, a piece at a time."""
    asked = shape or Shape()
    if not len(interests.items):
        return Neighborhood(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))
    given = interests.matrix()
    history = np.maximum(np.diff(given.indptr), 1).astype(np.float32)
    liked = np.bincount(given.indices, weights=given.data, minlength=len(interests.items))
    columns = (
        given.tocsc().T
    )  # the same numbers by product, each customer's share in them less by their history
    columns.data *= (history**-asked.history)[columns.indices]
    share = liked / max(float(liked.mean()), 1e-300)  # interests fade: what counts is how they compare
    own = (share + asked.own_shrink) ** -asked.own
    other = (
        (share / max(asked.other_shrink, 1e-9) + 1.0) ** -asked.other
        if asked.other_shrink
        else share**-asked.other
    )
    counts, found = [], []
    for start, end in _pieces(given):
        product = columns[start:end] @ given
        product.sort_indices()
        near = product.tocoo()
        keep = near.row + start != near.col
        row, column = near.row[keep].astype(np.int64), near.col[keep]
        value = near.data[keep] * own[row + start] * other[column]
        row, column, value = _nearest(row, column, value, max(asked.most, _WIDE))
        counts.append(np.bincount(row, minlength=end - start))
        found.append((column, value))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    other, near = (np.concatenate([each[place] for each in found]) for place in (0, 1))
    direct = Neighborhood(starts.astype(np.int64), other.astype(np.int32), near.astype(np.float32))
    return _with_second_hand(direct, asked)


def _with_second_hand(direct: Neighborhood, shape: Shape) -> Neighborhood:
    from scipy import sparse

    all_near = direct.matrix().astype(np.float64)
    strength = np.asarray(all_near.sum(axis=1)).ravel()
    onward = _shares(direct, _FIRST) @ _shares(direct, _SECOND)
    return of_matrix(all_near + sparse.diags_array(shape.second * strength) @ onward, shape.most)


def of_matrix(near: sparse.csr_array, most: int) -> Neighborhood:
    """At most so many of each row, of which none is its own neighbor."""
    near.sort_indices()
    found = near.tocoo()
    keep = found.row != found.col
    row, column = found.row[keep].astype(np.int64), found.col[keep]
    value: Weights = found.data[keep].astype(np.float64)
    return of_pairs(row, column, value, size=len(near.indptr) - 1, most=most)


def of_pairs(row: Numbers, column: Numbers, near: Weights, *, size: int, most: int) -> Neighborhood:
    """From how near (above 0) pairs of so many products are, no pair twice: at most so many of each product.

    Among equals the one that comes first is kept.
    """
    row, column, value = _nearest(row, column, near, most)
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))])
    return Neighborhood(starts.astype(np.int64), column.astype(np.int32), value.astype(np.float32))


def _shares(direct: Neighborhood, most: int) -> sparse.csr_array:
    """The nearest so many of each product; those of one add up to 1."""
    from scipy import sparse

    counts = np.diff(direct.starts)
    row = np.repeat(np.arange(len(counts)), counts)
    kept = np.arange(len(row)) - direct.starts[row] < most
    row, other, near = row[kept], direct.other[kept], direct.near[kept].astype(np.float64)
    total = np.bincount(row, weights=near, minlength=len(counts))
    size = (len(counts), len(counts))
    return sparse.csr_array((near / total[row], (row, other)), shape=size)


def best(
    near: Neighborhood, given: sparse.csr_array, count: int, *, most: int = 512
) -> Iterator[NDArray[np.int64]]:
    """For each row of interests the products that suit them best and are not among them, the best first; -1 where none is left.

    Asked with are the strongest 50 of a row, as where one customer is served. Yields arrays of `most` rows at a time, each of
    `count` products.
    """
    from scipy import sparse

    matrix = near.matrix()
    for start in range(0, len(given.indptr) - 1, most):
        rows = given[start : start + most]
        rows.sort_indices()
        known = np.repeat(np.arange(len(rows.indptr) - 1), np.diff(rows.indptr))
        row, column, weight = _nearest(known, rows.indices, rows.data, STRONGEST)
        asked = sparse.csr_array((weight, (row, column)), shape=rows.shape)
        scores = sparse.csr_array(asked @ matrix).toarray()
        scores[known, rows.indices] = 0.0
        yield _best_of(scores, count)


def _best_of(scores: NDArray[Any], count: int) -> NDArray[np.int64]:
    width = min(count, scores.shape[1])
    chosen = np.argpartition(-scores, width - 1, axis=1)[:, :width]
    values = np.take_along_axis(scores, chosen, axis=1)
    order = np.lexsort((chosen, -values), axis=1)
    chosen, values = np.take_along_axis(chosen, order, axis=1), np.take_along_axis(values, order, axis=1)
    return np.where(values > 0, chosen, -1)


def _nearest(row: Numbers, column: Numbers, value: Weights, most: int) -> tuple[Numbers, Numbers, Weights]:
    """At most so many of each row, the largest first; the one that came first (the lower column) among equals.

    Values are above 0, so the bits of a float are in the order of its value: row and value are one whole number to sort
    by, which takes a twentieth of the time that sorting by one after the other does.
    """
    falling = np.uint64(2**32 - 1) - value.astype(np.float32).view(np.uint32)
    order = np.argsort((row.astype(np.uint64) << np.uint64(32)) | falling, kind="stable")
    row, column, value = row[order], column[order], value[order]
    starts = np.concatenate([[0], np.cumsum(np.bincount(row))])
    kept = np.arange(len(row)) - starts[row] < most
    return row[kept], column[kept], value[kept]


def _pieces(given: sparse.csr_array) -> Iterator[tuple[int, int]]:
    """Runs of products whose pairs are not too many at once."""
    history = np.diff(given.indptr)
    pairs = np.bincount(
        given.indices,
        weights=np.repeat(history, history).astype(np.float64),
        minlength=int(given.indices.max(initial=-1)) + 1,
    )
    total, start = 0.0, 0
    for place, number in enumerate(pairs):
        total += number
        if total >= _AT_ONCE:
            yield start, place + 1
            total, start = 0.0, place + 1
    if start < len(pairs):
        yield start, len(pairs)


def _numbered(column: pa.ChunkedArray) -> tuple[NDArray[Any], Numbers]:
    """The distinct values in their order, and the place of each row's among them.

    Numbers stay what they are: a million of them as Python's would cost 60 MB, of which much never goes back.
    """
    told = column.combine_chunks().dictionary_encode()
    is_number = pa.types.is_integer(column.type)
    names = told.dictionary.to_numpy() if is_number else np.array(told.dictionary.to_pylist(), dtype=object)
    order = np.argsort(names, kind="stable")
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return names[order], place[told.indices.to_numpy(zero_copy_only=False)]
