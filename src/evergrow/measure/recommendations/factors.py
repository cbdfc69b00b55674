"""Products that are alike by factors: what hundreds of directions of taste, found in all interests at once, have in common.

Two products that nobody looked at together can be alike all the same, by those who looked at others with either. Factors
are found by weighted alternating least squares: whether a customer u is interested in a product i at all is foretold by
x(u) . y(i), each interest counting 1 + 10 w(u,i) / mean w and each absence 1. How alike products are is then

    alike(i, j) = y(i) . (Y'Y + r I)^-1 y(j)

the projection on what the factors of products span, which is the score of j that one interest in i alone would give in
the same least squares, all counting alike.

Holds   the same interests give the same factors: the beginning is fixed. Of more customers, products or interests than
        `Fit` says none are found, so time and memory are bounded. (To draw some of the customers recalled less than no
        factors at all.)

Source:
    Hu, Koren & Volinsky (2008), "Collaborative Filtering for Implicit Feedback Datasets", ICDM 263-272;
    the smaller systems of short rows are the matrix inversion lemma (Woodbury 1950).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from evergrow.measure.recommendations.neighborhood import Interests, Neighborhood, of_pairs

if TYPE_CHECKING:
    from scipy import sparse

Factors = NDArray[np.float32]
"""A row a product (or a customer), a column a factor."""
_LEAST: Final = 4
"""Factors below which there are none: of fewer products than this many times 32 every pair is known at first hand."""
_AT_ONCE: Final = 1_000_000
"""Numbers of one kind in one piece of work: 4 MB."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How factors are fitted. The defaults were chosen on validation cuts; see docs/explanation/recommendations.md.

    At most `most` factors: one for each `products_each` products and each `customers_each` customers, since with as many
    factors as products everything is like itself alone.
    """

    most: int = 256
    products_each: int = 32
    customers_each: int = 12
    confidence: float = 10.0
    ridge: float = 0.05
    rounds: int = 8
    most_customers: int = 20_000
    most_products: int = 20_000
    most_interests: int = 300_000


def alike(given: Interests, kept: int, fit: Fit | None = None) -> Neighborhood | None:
    """So many products most alike to each; None where there are too few interests to tell, or too many to fit."""
    asked = fit or Fit()
    customers, products = len(given.customers), len(given.items)
    count = min(asked.most, products // asked.products_each, customers // asked.customers_each)
    is_too_much = (
        customers > asked.most_customers
        or products > asked.most_products
        or len(given.weight) > asked.most_interests
    )
    if count < _LEAST or is_too_much:
        return None
    from threadpoolctl import threadpool_limits

    mean = max(float(given.weight.mean()), 1e-30)  # interests fade: what counts is how they compare
    compared = Interests(given.customers, given.items, given.customer, given.item, given.weight / mean)
    with threadpool_limits(
        1, user_api="blas"
    ):  # a second thread mostly waits: 6 s of CPU against 30 of two on busy cores
        return _nearest_by(factors(compared.matrix(), count, asked), kept, asked.ridge)


def factors(given: sparse.csr_array, count: int, fit: Fit | None = None) -> Factors:
    """So many factors of the products: of the columns of `given`, whose rows are customers and whose mean is about 1."""
    asked = fit or Fit()
    by_product = given.T.tocsr()
    found = 0.01 * np.random.default_rng(1).standard_normal(
        (by_product.indptr.size - 1, count), dtype=np.float32
    )
    for _ in range(asked.rounds):
        found = foretold(by_product, foretold(given, found, asked), asked)
    return found


def foretold(rows: sparse.csr_array, others: Factors, fit: Fit) -> Factors:
    """The factors of each row that foretell best where it has numbers, given those of the columns.

    For a row with the confidences c (1 + 10 w), S = diag(c - 1) and the factors Y of its columns out of all of them, A:

        x = (A'A + r I + Y'S Y)^-1 Y'c  =  P Y' (I + S Y P Y')^-1 c     with P = (A'A + r I)^-1

    so a row of n numbers costs a system of n, not one of as many as there are factors; long rows take the other form.
    """
    count = others.shape[1]
    gram = (others.T @ others).astype(np.float64) + fit.ridge * np.eye(count)
    turned = others @ np.linalg.inv(gram).astype(np.float32)
    lengths = np.diff(rows.indptr)
    found = np.zeros((len(lengths), count), np.float32)
    width, longest = 1, int(lengths.max(initial=0))
    while width < min(2 * longest, 4 * count):  # rows of 1, 2, 3 to 4, 5 to 8 numbers, ... together
        which = np.flatnonzero((lengths > width // 2) & (lengths <= width))
        for start, each in _runs(len(which), _AT_ONCE // (width * max(width, count))):
            some = which[start : start + each]
            found[some] = _short(rows, some, width, others, turned, fit.confidence)
        width *= 2
    for place in np.flatnonzero(lengths > width // 2):
        start, end = rows.indptr[place : place + 2]
        own, strength = others[rows.indices[start:end]], fit.confidence * rows.data[start:end]
        found[place] = np.linalg.solve(gram + (own.T * strength) @ own, own.T @ (1 + strength))
    return found


def _short(
    rows: sparse.csr_array,
    which: NDArray[np.int64],
    width: int,
    others: Factors,
    turned: Factors,
    confidence: float,
) -> Factors:
    """The factors of these rows, none of which has more numbers than `width`; what is missing to it counts nothing."""
    place = np.arange(width)
    first = rows.indptr[which][:, None]
    is_there = place < np.diff(rows.indptr)[which][:, None]
    at = np.where(is_there, first + place, first)
    columns = rows.indices[at]
    strength = np.where(is_there, confidence * rows.data[at], 0).astype(np.float32)
    mine = turned[columns]
    system = (mine @ others[columns].transpose(0, 2, 1)) * strength[:, :, None]
    system[:, place, place] += 1
    wanted = np.where(is_there, 1 + strength, 0).astype(np.float32)
    solved = np.linalg.solve(system, wanted[:, :, None]).astype(np.float32)
    return (mine.transpose(0, 2, 1) @ solved)[:, :, 0]


def _nearest_by(found: Factors, kept: int, ridge: float) -> Neighborhood:
    """Of each product those whose projections are the most alike. Some hundred at a time."""
    gram = (found.T @ found).astype(np.float64) + ridge * np.eye(found.shape[1])
    turned = found @ np.linalg.inv(gram).astype(np.float32)
    size = len(found)
    width = min(kept, size - 1)
    pairs: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []
    for start, each in _runs(size, _AT_ONCE // size):
        scores = turned[start : start + each] @ found.T
        own = np.arange(len(scores))
        scores[own, own + start] = -np.inf
        chosen = np.argpartition(-scores, width - 1, axis=1)[:, :width]
        best = np.take_along_axis(scores, chosen, axis=1)
        is_alike = best > 0
        row = np.broadcast_to(own[:, None] + start, best.shape)
        pairs.append((row[is_alike], chosen[is_alike], best[is_alike]))
    row, column, near = (np.concatenate(each) for each in zip(*pairs, strict=True))
    return of_pairs(row, column, near, size=size, most=kept)


def _runs(count: int, each: int) -> Iterator[tuple[int, int]]:
    """Where each run of so many begins, and how long it may be."""
    return ((start, max(1, each)) for start in range(0, count, max(1, each)))
