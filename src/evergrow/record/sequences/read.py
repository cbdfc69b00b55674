"""Read what each customer did in its order, with what came since it was laid, as arrays.

Reads   `sequences` and their names; of customers who did something since, or were put together otherwise, the events.
Holds   one statement reads it all, so it is the events of one moment: nobody twice, nobody left out, however far
        it is laid. Where nothing is, it is right too, and slow.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
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
from evergrow.record.sequences.blocks import Block, Sequences, micros_of
from evergrow.record.sequences.tables import LAID, NAMES, SEQUENCES
from evergrow.storage.warehouse import Instant, moment

MOST_LATER: Final = 100_000
"""Events since it was laid; with more, as in a flood, laying them at the question takes longer than it saves."""
LEAST_SHARE: Final = 0.1
"""Of all events; less than this of them is sorted in less time than all are read."""
A_BLOCK: Final = 2_048
"""Customers; what is worked out of their events stays in the processor's cache."""
Ask = Callable[..., pa.Table]
"""`Warehouse.ask`."""
AskLong = Callable[..., Iterator[pa.RecordBatch]]
"""`Warehouse.ask_long`."""


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


def read_sequences(ask: Ask, ask_long: AskLong, rows: ir.Table) -> Sequences:
    """The events of `rows`, which is `in_sequence` or some customers of it, while they are read.

    Args:
        ask: `Warehouse.ask`.
        ask_long: `Warehouse.ask_long`.
        rows: See `in_sequence`.
    """
    found = ask_long(sequence_rows, rows)
    first = list(islice(found, 1))  # from here on it is the events of one moment
    told = ask(_names)  # after: a name that was added meanwhile does no harm
    known = dict(zip(told["code"].to_pylist(), told["name"].to_pylist(), strict=True))
    names = [known[code] for code in range(len(known))]
    return Sequences(names, _arranged(chain(first, found), names))


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


def _arranged(found: Iterable[pa.RecordBatch], names: list[str]) -> Iterator[Block]:
    """The laid ones as they come, and at last the others, whose names may not be among `names` yet."""
    later = []
    for piece in found:
        is_laid = piece["name"].is_null()
        count = pc.sum(is_laid).as_py() or 0
        if count:
            yield _block(piece if count == piece.num_rows else piece.filter(is_laid))
        if count < piece.num_rows:
            later.append(piece.filter(pc.invert(is_laid)))
    if later:
        rows = pa.Table.from_batches(later)
        flat = pa.table(
            {"customer_key": rows["customer_key"], "at": pc.list_flatten(rows["at"]), "name": rows["name"]}
        )
        yield from _cut(_sorted(flat, names))


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
