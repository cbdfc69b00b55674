"""What customers are interested in at this moment: as the model knew it, and what they did since."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from math import log
from typing import Any, Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evergrow.measure.recommendations.interests import HALF_LIFE_DAYS, deeds
from evergrow.measure.recommendations.offers import NOTHING, Mine, Shelf
from evergrow.measure.recommendations.tables import INTERESTS
from evergrow.record.customers import MERGED
from evergrow.record.events import EVENTS
from evergrow.storage.warehouse import Instant

Ask = Callable[..., pa.Table]
"""`Warehouse.ask`."""
_A_DAY: Final = 86_400
_FADES: Final = log(2) / HALF_LIFE_DAYS / _A_DAY


def mine_of(
    ask: Ask, shelf: Shelf, customer_keys: Sequence[int], now: datetime, *, has_later: bool = True
) -> Mapping[int, Mine]:
    """What each of these customers is interested in; two queries for all of them.

    Args:
        ask: `Warehouse.ask`.
        shelf: Whose numbers of products are used.
        customer_keys: Today's keys.
        now: What happened from then on is not known yet.
        has_later: Whether anything was recorded after the model was made.
    """
    if shelf.learned is None or not customer_keys:
        return {}
    asked = pa.table({"customer_key": pa.array(sorted(set(customer_keys)), pa.int64())})
    learned_at = shelf.learned["learned_at"].replace(tzinfo=UTC)
    only = asked["customer_key"].to_pylist() if asked.num_rows == 1 else []
    kept = ask(_kept_of_one, only) if only else ask(kept_interests, asked)
    since = ask(deeds_since, asked, shelf.learned["position"], now) if has_later else None
    found: dict[int, dict[int, tuple[float, bool]]] = {}
    for customer, number, weight, is_bought in _columns(
        kept, "customer_key", "number", "weight", "is_bought"
    ):
        _note(found, customer, number, weight, is_bought)
    told = ("customer_key", "item", "weight", "is_bought", "at")
    for customer, item, weight, is_bought, at in _columns(since, *told) if since is not None else ():
        number = shelf.number_of.get(item)
        if number is not None:  # else nobody had done anything with it when the model was made
            age = (learned_at - at.replace(tzinfo=UTC)).total_seconds()
            _note(found, customer, number, float(weight) * float(np.exp(-age * _FADES)), is_bought)
    return {key: _mine(each) for key, each in found.items()}


def kept_interests(asked: ir.Table) -> ir.Table:
    """What the model knew of these customers, and of those that became one with them since. Lazy."""
    ids = _identities(asked)
    rows = INTERESTS.rows.inner_join(ids, INTERESTS.rows.customer_key == ids.identity_key)
    return rows.select(customer_key=ids.asked_key, number="number", weight="weight", is_bought="is_bought")


def _kept_of_one(keys: Sequence[int]) -> ir.Table:
    """The same of one customer: named by a constant, their rows are found without reading the others' (a fifth of the time
    among four million).
    """
    rows, merged = INTERESTS.rows, MERGED.rows
    others = merged.filter(merged.customer_key.isin(keys))
    own = rows.filter(rows.customer_key.isin(keys))
    joined = rows.inner_join(others, rows.customer_key == others.identity_key)
    theirs = joined.select(
        customer_key=others.customer_key, **{name: rows[name] for name in ("number", "weight", "is_bought")}
    )
    return own.union(theirs)


def deeds_since(asked: ir.Table, position: int | ir.IntegerScalar, now: Instant) -> ir.Table:
    """`deeds` of these customers in the entries of the log after a position. Lazy."""
    later = EVENTS.rows.filter(EVENTS.rows.position > position)
    ids = _identities(asked)
    theirs = later.inner_join(ids, later.identity_key == ids.identity_key)
    return deeds(
        theirs.select(
            customer_key=ids.asked_key,
            **{name: later[name] for name in ("at", "name", "revenue_micros", "properties")},
        ),
        now,
    )


def _identities(asked: ir.Table) -> ir.Table:
    merged = MERGED.rows.semi_join(asked, "customer_key")
    both = merged.select("identity_key", asked_key="customer_key").union(
        asked.select(identity_key="customer_key", asked_key="customer_key")
    )
    return both


def _note(
    found: dict[int, dict[int, tuple[float, bool]]],
    customer: int,
    number: int,
    weight: float,
    is_bought: bool,
) -> None:
    mine = found.setdefault(customer, {})
    before = mine.get(number, (0.0, False))
    mine[number] = max(before[0], weight), before[1] or is_bought


def _mine(each: Mapping[int, tuple[float, bool]]) -> Mine:
    if not each:
        return NOTHING
    numbers = sorted(each)
    return Mine(
        np.array(numbers, dtype=np.int64),
        np.array([each[number][0] for number in numbers]),
        np.array([each[number][1] for number in numbers], dtype=bool),
    )


def _columns(rows: pa.Table, *names: str) -> Any:
    return zip(*(rows[name].to_pylist() for name in names), strict=True)
