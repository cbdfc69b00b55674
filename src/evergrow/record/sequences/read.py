"""Read what each customer did in its order, with what came since it was laid, as arrays.

Reads   `sequences` and their names; of customers who did something since, or were put together otherwise, the events.
Holds   one statement reads it all, so it is the events of one moment: nobody twice, nobody left out, however far
        it is laid. Where nothing is, it is right too, and slow.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evergrow.kernel import Period
from evergrow.record.customers import FACTS, REGROUPED, with_customer
from evergrow.record.events import EVENTS
from evergrow.record.sequences.tables import LAID, NAMES, SEQUENCES
from evergrow.storage.warehouse import Instant, moment

MOST_LATER: Final = 100_000
"""Events since it was laid; with more, as in a flood, laying them at the question takes longer than it saves."""
LEAST_SHARE: Final = 0.1
"""Of all events; less than this of them is sorted in less time than all are read."""
A_BLOCK: Final = 2_048
"""Customers; what is worked out of their events stays in the processor's cache."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Ask = Callable[..., pa.Table]
"""`Warehouse.ask`."""


@dataclass(frozen=True, eq=False)
class Block:
    """Some customers, and what they did: by customer, then time (microseconds), then name.

    The events of `customers[i]` lie from `edges[i]` to before `edges[i + 1]`.
    """

    customers: NDArray[np.int64]
    edges: NDArray[np.integer]
    at: NDArray[np.int64]
    codes: NDArray[np.int32]

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The place in `customers` of whose event each is."""
        return np.repeat(np.arange(len(self.customers), dtype=np.int32), np.diff(self.edges))

    @cached_property
    def _ends(self) -> tuple[int, int]:
        return (int(self.at.min()), int(self.at.max())) if len(self.at) else (0, 0)

    def within(self, start: datetime, end: datetime) -> NDArray[np.bool_] | None:
        """Which events are from `start` to before `end`; None: all."""
        first, last = _micros(start), _micros(end)
        if first <= self._ends[0] and self._ends[1] < last:
            return None
        return (self.at >= first) & (self.at < last)

    def before(self, end: datetime) -> NDArray[np.bool_] | None:
        """Which events are before `end`; None: all."""
        last = _micros(end)
        return None if self._ends[1] < last else self.at < last

    def only(self, is_kept: NDArray[np.bool_]) -> Block:
        """Some of the events. Customers stay, even those who did nothing else."""
        kept = np.flatnonzero(is_kept)
        return Block(self.customers, np.searchsorted(kept, self.edges), self.at[kept], self.codes[kept])


@dataclass(frozen=True, eq=False)
class Sequences:
    """The events of an account in their order. `names` are those behind the codes, as they were met."""

    names: Sequence[str]
    blocks: Sequence[Block]

    @cached_property
    def code_of(self) -> dict[str, int]:
        return {name: code for code, name in enumerate(self.names)}


def in_sequence() -> ir.Table:
    """Everybody's events: `customer_key`, and `at` and `codes` of all of them; or, of one that is not laid, `at` and `name`. Lazy."""
    later = _later().distinct()
    kept = SEQUENCES.rows.anti_join(later, "customer_key")
    ids = with_customer(FACTS.rows.select("identity_key")).semi_join(later, "customer_key")
    fresh = events_with(ids)
    laid = kept.select("customer_key", "at", "codes", name=ibis.null("string"))
    none = ibis.null("array<int32>")
    single = fresh.select("customer_key", at=ibis.array([fresh["at"]]), codes=none, name=fresh.name)
    return laid.union(single)


def events_with(ids: ir.Table) -> ir.Table:
    """The events of these identities, and whose they are (`customer_key`). Everybody's are not looked up for it. Lazy."""
    both = EVENTS.rows.inner_join(ids, EVENTS.rows.identity_key == ids.identity_key)
    return both.select(ids.customer_key, EVENTS.rows["at"], EVENTS.rows.name)


def _later() -> ir.Table:
    """Customers whose sequence does not hold: all, where it is not laid whole."""
    since = with_customer(EVENTS.rows.filter(EVENTS.rows.position > _laid_until()))
    return since.select("customer_key").union(REGROUPED.rows)


def _laid_until() -> ir.IntegerScalar:
    whole = _laid()
    return whole.agg(position=whole.position.max().fill_null(-1)).as_scalar()


def are_worth_reading(ask: Ask, over: Period | None = None) -> bool:
    """Whether everything is laid, little came since, and much of it is asked for; else sorting the events takes no longer.

    Args:
        ask: `Warehouse.ask`.
        over: What is asked for; None: everything.
    """
    laid = ask(_laid).to_pylist()
    if not laid or ask(_later_than, laid[0]["position"])["events"][0].as_py() > MOST_LATER:
        return False
    if over is None:
        return True
    (count,) = ask(_within, over.start, over.end).to_pylist()
    return count["inside"] >= LEAST_SHARE * count["events"]


def read_sequences(ask: Ask, rows: ir.Table) -> Sequences:
    """The events of `rows`, which is `in_sequence` or some customers of it.

    Args:
        ask: `Warehouse.ask_long`.
        rows: See `in_sequence`.
    """
    found = ask(sequence_rows, rows)
    names = ask(_names)  # after: a name that was added meanwhile does no harm
    known = dict(zip(names["code"].to_pylist(), names["name"].to_pylist(), strict=True))
    return _arranged(found, [known[code] for code in range(len(known))])


def sequence_rows(rows: ir.Table) -> ir.Table:
    """The rows as they are: a question."""
    return rows


def sequences_of(events: pa.Table) -> Sequences:
    """The events of a table of your own (`customer_key`, `at`, `name`) in their order."""
    names: list[str] = []
    return Sequences(names, [_sorted(events, names)])


def _laid() -> ir.Table:
    return LAID.rows.filter(LAID.rows.done == LAID.rows.parts)


def _later_than(position: ir.IntegerScalar) -> ir.Table:
    later = EVENTS.rows.filter(EVENTS.rows.position > position)
    return later.agg(events=later.count())


def _within(start: Instant, end: Instant) -> ir.Table:
    rows = EVENTS.rows
    is_inside = (rows["at"] >= moment(start)) & (rows["at"] < moment(end))
    return rows.agg(events=rows.count(), inside=rows.count(where=is_inside))


def _names() -> ir.Table:
    return NAMES.rows


def _arranged(found: pa.Table, names: list[str]) -> Sequences:
    blocks, later = [], []
    for batch in found.to_batches(max_chunksize=A_BLOCK):
        is_laid = batch["name"].is_null()
        count = pc.sum(is_laid).as_py() or 0
        if count:
            blocks.append(_block(batch if count == batch.num_rows else batch.filter(is_laid)))
        if count < batch.num_rows:
            later.append(batch.filter(pc.invert(is_laid)))
    if later:
        rows = pa.Table.from_batches(later)
        flat = pa.table(
            {"customer_key": rows["customer_key"], "at": pc.list_flatten(rows["at"]), "name": rows["name"]}
        )
        blocks += _cut(_sorted(flat, names))
    return Sequences(names, blocks)


def _block(batch: pa.RecordBatch) -> Block:
    at, codes = batch["at"], batch["codes"]
    edges = at.offsets.to_numpy()
    first, last = int(edges[0]), int(edges[-1])
    return Block(
        batch["customer_key"].to_numpy(),
        edges - first,
        micros_of(at.values.slice(first, last - first)),
        codes.values.slice(int(codes.offsets[0].as_py()), last - first).to_numpy(),
    )


def micros_of(instants: pa.Array) -> NDArray[np.int64]:
    """Instants, in microseconds, as numbers."""
    return instants.view(pa.int64()).to_numpy()


def _micros(instant: datetime) -> int:
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _sorted(events: pa.Table, names: list[str]) -> Block:
    """The events as one block; names that were not met before are added to `names`."""
    coded = events["name"].combine_chunks().dictionary_encode()
    told, known = coded.dictionary.to_pylist(), {name: code for code, name in enumerate(names)}
    for name in told:
        if name not in known:
            known[name] = len(names)
            names.append(name)
    place_of = {name: place for place, name in enumerate(sorted(told))}
    number = coded.indices.to_numpy()
    places = np.array([place_of[name] for name in told], np.int32)[number]
    keys = events["customer_key"].to_numpy()
    at = micros_of(events["at"].combine_chunks().cast(pa.timestamp("us")))
    order = np.lexsort((places, at, keys))
    codes = np.array([known[name] for name in told], np.int32)[number[order]]
    return laid_out(keys[order], at[order], codes)


def laid_out(keys: NDArray[np.int64], at: NDArray[np.int64], codes: NDArray[np.int32]) -> Block:
    """Sorted events as a block."""
    is_first = np.ones(len(keys), bool)
    is_first[1:] = keys[1:] != keys[:-1]
    firsts = np.flatnonzero(is_first)
    return Block(keys[firsts], np.append(firsts, len(keys)), at, codes)


def _cut(block: Block) -> Iterator[Block]:
    for first in range(0, len(block.customers), A_BLOCK):
        edges = block.edges[first : first + A_BLOCK + 1]
        inside = slice(int(edges[0]), int(edges[-1]))
        customers = block.customers[first : first + A_BLOCK]
        yield Block(customers, edges - edges[0], block.at[inside], block.codes[inside])
