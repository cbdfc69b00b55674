"""What the recommendations are worth: learned from before a moment, held against what customers turned to after it.

Source:
    Shani & Gunawardana (2011), "Evaluating Recommendation Systems", Recommender Systems Handbook, 257-297 (the split by
    time, recall among the first N, coverage of the catalogue).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evergrow.kernel import Period
from evergrow.measure.metrics import Figure, Measured, counted, measured, missing, share_of, until_now
from evergrow.measure.recommendations.interests import deeds, interests
from evergrow.measure.recommendations.nearest import nearest
from evergrow.measure.recommendations.neighborhood import Interests, best
from evergrow.storage.warehouse import moment

if TYPE_CHECKING:
    from scipy import sparse

LISTED: Final = 20
LEAST_CUSTOMERS: Final = 30
_Z_95: Final = 1.959963984540054


@dataclass(frozen=True)
class Evaluated:
    """What one way of recommending is worth. `recalls` has a number for each customer, `shown` the products ever listed."""

    recalls: NDArray[np.float64]
    shown: int

    @property
    def recall(self) -> float:
        """The mean over customers."""
        return float(self.recalls.mean())


@dataclass(frozen=True, kw_only=True)
class WayEvaluated:
    """A way of recommending: how much of what customers turned to it had listed, and how many products it lists at all."""

    way: str
    recall: Figure
    hits: Figure
    coverage: Figure


@dataclass(frozen=True, kw_only=True)
class EvaluationReport:
    """What recommendations learned before `start` had listed of what customers turned to until `end`.

    `ways` are "for_you" and "popular"; `better` is how much more the first recalls, with its interval. All is empty
    where `unavailable` says why.
    """

    start: datetime
    end: datetime
    listed: int
    unavailable: str | None
    customers: Figure
    products: Figure
    ways: list[WayEvaluated]
    better: Figure


def evaluate(
    source: Measured, period: Period, *, now: datetime, segment: ir.Table | None = None
) -> EvaluationReport:
    """Learn from what was before the period, and look what of it came true in the period.

    Asked are customers who did something with a product before, and with another one in the period: what they turned to
    then is what 20 products listed for them should hold.

    Args:
        source: The account's tables.
        period: Held back from learning.
        now: The moment of asking.
        segment: Only of these customers (`customer_key`) is it told; learned is from all.
    """
    inside = until_now(period, now)
    told = source.fetch(interests(source.events, inside.start))
    narrowed = source.narrowed(segment)
    later = deeds(narrowed.events.filter(_from(narrowed.events, inside.start)), inside.end)
    came = narrowed.fetch(later.select("customer_key", "item").distinct())
    given = Interests.of(_renamed(told)) if told.num_rows else None
    if given is None or not came.num_rows:
        return _nothing(
            inside, "No event names a product " + ("before the period." if given is None else "in it.")
        )
    asked = _asked(given, came)
    if len(asked.rows) < LEAST_CUSTOMERS:
        return _nothing(
            inside,
            f"{len(asked.rows)} customer{'' if len(asked.rows) == 1 else 's'} did something with a product before the period and turned to another one "
            f"in it; at least {LEAST_CUSTOMERS} are needed.",
        )
    ways = evaluated(given, asked.rows, asked.wanted)
    products = len(given.items)
    gain = ways["for_you"].recalls - ways["popular"].recalls
    return EvaluationReport(
        start=inside.start,
        end=inside.end,
        listed=LISTED,
        unavailable=None,
        customers=counted("evaluated_customers", len(asked.rows)),
        products=counted("evaluated_products", products, unit="count"),
        ways=[_way(name, found, products) for name, found in ways.items()],
        better=_mean("recall_gain", gain),
    )


def evaluated(given: Interests, rows: NDArray[np.int64], wanted: sparse.csr_array) -> dict[str, Evaluated]:
    """What the lists that would be served, and those of what is popular, hold of what was wanted.

    Args:
        given: What lists are made from.
        rows: The customers asked about, by their row.
        wanted: Of each of them, in this order, the products to be found: 1 in their columns.
    """
    matrix = given.matrix()[rows]
    near = nearest(given)
    popularity = np.bincount(given.item, weights=given.weight, minlength=len(given.items))
    order = np.lexsort((np.arange(len(popularity)), -popularity))
    found: dict[str, list[NDArray[np.int64]]] = {"for_you": [], "popular": []}
    start = 0
    for lists in best(near, matrix, LISTED):
        known = matrix[start : start + len(lists)]
        usual = _popular(order, known)
        found["popular"].append(usual)
        found["for_you"].append(_filled(lists, usual))
        start += len(lists)
    return {name: _held(np.vstack(each), wanted) for name, each in found.items()}


@dataclass(frozen=True)
class _Asked:
    rows: NDArray[np.int64]
    wanted: sparse.csr_array


def _asked(given: Interests, came: pa.Table) -> _Asked:
    """Customers of both times, and what they turned to that they did not know."""
    from scipy import sparse

    customer = _places(came["customer_key"], pa.array(given.customers))
    item = _places(came["item"], pa.array(given.items.tolist(), pa.string()))
    both = pc.call_function("and", [customer.is_valid(), item.is_valid()])
    row, column = (each.filter(both).to_numpy().astype(np.int64) for each in (customer, item))
    size = (len(given.customers), len(given.items))
    turned = sparse.csr_array((np.ones(len(row)), (row, column)), shape=size)
    fresh = sparse.csr_array(turned - turned.multiply(given.matrix() > 0))
    fresh.eliminate_zeros()
    rows = np.flatnonzero(np.diff(fresh.indptr))
    return _Asked(rows, fresh[rows])


def _places(values: pa.ChunkedArray, among: pa.Array) -> pa.ChunkedArray:
    """The place of each among these; null where it is not there."""
    return pc.call_function("index_in", [values], pc.SetLookupOptions(among))


def _popular(order: NDArray[np.int64], known: sparse.csr_array) -> NDArray[np.int64]:
    """The most popular products that each row does not know."""
    width = min(len(order), LISTED + int(np.diff(known.indptr).max(initial=0)))
    first = order[:width]
    is_new = known[:, first].toarray() == 0
    place = np.argsort(~is_new, axis=1, kind="stable")[:, :LISTED]
    return np.where(np.take_along_axis(is_new, place, axis=1), first[place], -1)


def _filled(lists: NDArray[np.int64], usual: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is left empty, filled with what is popular."""
    both = np.hstack([lists, usual])
    is_there = both >= 0
    repeated = np.zeros_like(is_there)
    width = lists.shape[1]
    for place in range(usual.shape[1]):  # 20 columns
        repeated[:, width + place] = (lists == usual[:, place : place + 1]).any(axis=1)
    order = np.argsort(~(is_there & ~repeated), axis=1, kind="stable")[:, :LISTED]
    kept = np.take_along_axis(is_there & ~repeated, order, axis=1)
    return np.where(kept, np.take_along_axis(both, order, axis=1), -1)


def _held(lists: NDArray[np.int64], wanted: sparse.csr_array) -> Evaluated:
    row = np.repeat(np.arange(len(lists)), lists.shape[1])
    column = lists.ravel()
    is_there = column >= 0
    hits = np.zeros(len(lists))
    found = np.asarray(wanted[row[is_there], column[is_there]]).ravel() > 0
    np.add.at(hits, row[is_there], found)
    return Evaluated(hits / np.diff(wanted.indptr), len(np.unique(column[is_there])))


def _way(name: str, found: Evaluated, products: int) -> WayEvaluated:
    return WayEvaluated(
        way=name,
        recall=_mean("recall_at_20", found.recalls),
        hits=share_of("hit_rate", int((found.recalls > 0).sum()), len(found.recalls)),
        coverage=measured(
            "recommended_coverage", "share", found.shown / products, behind=len(found.recalls), empty=""
        ),
    )


def _mean(definition: str, each: NDArray[np.float64]) -> Figure:
    """With its 95 % interval by the normal distribution, over customers."""
    mean, spread = float(each.mean()), _Z_95 * float(each.std(ddof=1)) / sqrt(len(each))
    return measured(
        definition, "share", mean, behind=len(each), empty="", interval=(mean - spread, mean + spread)
    )


def _nothing(period: Period, reason: str) -> EvaluationReport:
    return EvaluationReport(
        start=period.start,
        end=period.end,
        listed=LISTED,
        unavailable=reason,
        customers=missing("evaluated_customers", "customers", reason),
        products=missing("evaluated_products", "count", reason),
        ways=[],
        better=missing("recall_gain", "share", reason),
    )


def _from(events: ir.Table, start: datetime) -> Any:
    return events["at"] >= moment(start)


def _renamed(rows: pa.Table) -> pa.Table:
    return pa.table({"customer": rows["customer_key"], "item": rows["item"], "weight": rows["weight"]})
