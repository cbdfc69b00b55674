"""What every report reads: four lazy tables and the way to ask about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import Period
from evergrow.record.sequences import Sequences, are_worth_reading, read_sequences
from evergrow.storage.warehouse import Question


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The tables of one account. Nothing is read before `fetch` runs an expression.

    Attributes:
        events: `customer_key`, `name`, `at`, `revenue_micros` and the rest of the record.
        orders: `customer_key`, `at`, `order_id`, `revenue_micros`; see `orders`.
        stays: `customer_key`, `stage`, `entered_at`, `left_at` and, where the owner keeps it, `next_stage`
            (the stage entered at `left_at`; without it reports find it by a join). Holds the future too.
        customers: one row per customer: `customer_key`, `customer_id`, `name`, `email` and the folded facts.
        fetch: Runs an expression and hands back its rows.
        asker: Runs a question and hands back its rows; without it, `ask` runs the question's expression.
        currency: ISO code of every amount.
        zone: IANA name of the account's time zone; months and weeks begin at its midnight.
        long_asker: Does what `asker` does in pieces, where the answer is long.
        sequences: The events once more, laid by customer and in their order; see `in_sequence`.
    """

    events: ir.Table
    orders: ir.Table
    stays: ir.Table
    customers: ir.Table
    fetch: Callable[[ir.Table], pa.Table]
    asker: Callable[..., pa.Table] | None = None
    currency: str = "USD"
    zone: str = "UTC"
    sequences: ir.Table | None = None
    long_asker: Callable[..., Iterator[pa.RecordBatch]] | None = None

    def in_sequence(self, over: Period | None = None) -> Sequences | None:
        """What each customer did in its order, without sorting it; None where sorting `events` takes no longer.

        It is everything ever done; `over` is what will be looked at of it.
        """
        if self.sequences is None or self.asker is None or self.long_asker is None:
            return None
        if not are_worth_reading(self.asker, over):
            return None
        return read_sequences(self.asker, self.long_asker, self.sequences)

    def ask(self, question: Question, *given: Any, **shape: Any) -> list[dict[str, Any]]:
        """The rows of `question(*given, **shape)`; the way to ask what is asked often.

        Its SQL is written once for all instants, numbers and texts in `given`, where `fetch` writes it every time.
        Keywords are part of the question, as tables and maps are.
        """
        return self.columns(question, *given, **shape).to_pylist()

    def columns(self, question: Question, *given: Any, **shape: Any) -> pa.Table:
        """The same rows as columns: where there are as many as customers."""
        if self.asker is None:
            tables = [ibis.memtable(each) if isinstance(each, pa.Table) else each for each in given]
            return self.fetch(question(*tables, **shape))
        return self.asker(question, *given, **shape)

    def together(self, *askings: Callable[[], Any]) -> list[Any]:
        """What these return, who all ask of these tables: at the same time, for a question leaves the engine's
        cores idle where it is planned and where its rows are handed over.
        """
        if self.asker is None:
            return [asking() for asking in askings]
        with ThreadPoolExecutor(len(askings), thread_name_prefix="together") as threads:
            return [each.result() for each in [threads.submit(asking) for asking in askings]]

    def narrowed(self, keys: ir.Table | None) -> Measured:
        """The same tables with only the customers of `keys` (one column, `customer_key`); None keeps all."""
        if keys is None:
            return self
        names = ["events", "orders", "stays", "customers"]
        if self.sequences is not None:
            names.append("sequences")
        tables = {name: getattr(self, name) for name in names}
        return replace(
            self, **{name: table.semi_join(keys, "customer_key") for name, table in tables.items()}
        )
