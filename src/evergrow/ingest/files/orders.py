"""Order lines to records: one `Order Completed` per order and customer, one `Order Refunded` for what went back.

Holds   revenue is the exact sum of price x quantity of the order's lines. An order with a line that cannot be
        read waits in quarantine as a whole, so that no order is ever counted short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files import order_sql as sql
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.spool import Spool
from evergrow.ingest.files.values import Habits, count_habits
from evergrow.storage.warehouse import Scratch

_AMOUNTS: Final = ("price", "quantity", "total")
_ORDER: Final = ("k", "customer", "is_back")
_CUSTOMERS_AT_ONCE: Final = 16_384  # each is a record, where of order lines several make one


@dataclass
class OrderLines:
    """The lines of a file until the last is read and orders can be put together.

    `told` keeps what they tell of each customer until the last of it is known too.
    """

    scratch: Scratch
    spool: Spool
    told: Spool
    mapping: Mapping[str, str]
    options: ImportOptions
    import_id: str
    habits: Habits = field(default_factory=Habits)

    def add(self, rows: pa.Table, source: Rows, first_line: int) -> None:
        """Keep the mapped columns of these rows, the first of which is the file's row `first_line`."""
        columns = {
            name: pc.utf8_trim_whitespace(rows.column(source.slot(column)))  # pyright: ignore[reportAttributeAccessIssue]
            for name, column in self.mapping.items()
        }
        self._note_habits(pa.table(columns))
        lines = pl.DataFrame(pa.table(columns)).with_columns(
            line=pl.Series(np.arange(first_line, first_line + len(rows), dtype=np.int64))
        )
        alone = pl.concat_str(pl.lit("\x01"), pl.col("line").cast(pl.String))
        key = pl.when(pl.col("order_id") == "").then(alone).otherwise(pl.col("order_id"))
        self.spool.add(lines.with_columns(k=key))

    def records(self) -> Iterator[pa.Table]:
        """Records of orders, then one identify for each customer of whom the file tells traits."""
        style = self.habits.style(self.options)
        read = sql.read_lines(self.mapping, self.options, style)
        write = sql.records(self.mapping, self.options, self.import_id)
        traits = [name for name in sql.TRAITS if name in self.mapping]
        for lines in self.spool.orders():
            self.scratch.bind("some_lines", lines.to_arrow())
            judged = _with_orders(pl.DataFrame(self.scratch.fetch(read)))
            self.scratch.bind("grouped", _grouped(judged).to_arrow())
            yield self.scratch.fetch(write)
            if traits:
                self.scratch.bind("judged", judged.select("customer", "moment", "line", *traits).to_arrow())
                self.told.add(pl.DataFrame(self.scratch.fetch(sql.told_traits(traits))))
        for told in self.told.orders(_CUSTOMERS_AT_ONCE):
            self.scratch.bind("told", told.to_arrow())
            yield self.scratch.fetch(sql.customers(self.import_id))

    def _note_habits(self, columns: pa.Table) -> None:
        self.scratch.bind("batch", columns)
        amounts = [name for name in _AMOUNTS if name in self.mapping]
        count_habits(self.habits, self.scratch, "batch", amounts=amounts, date="at")


def _with_orders(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines (those of an order side by side) with what other lines of their order tell.

    Shopify names customer, currency and total only in the first line of an order.
    """
    customer = pl.col("told_customer")
    orders = lines.group_by("k", maintain_order=True).agg(
        pl.when(customer.min() == customer.max()).then(customer.min()).alias("only_customer"),
        pl.col("told_currency").drop_nulls().first().alias("currency_code"),
        pl.col("order_total").drop_nulls().first().alias("total_told"),
        pl.col("is_gone").any().alias("is_order_gone"),
    )
    is_cancelled = pl.col("k").str.contains(r"^[Cc]\d+$")  # Online Retail: C536379 takes back an order
    return lines.join(
        orders.with_columns(pl.col("is_order_gone") | is_cancelled), on="k", how="left", maintain_order="left"
    ).with_columns(
        customer=pl.coalesce("told_customer", "only_customer"),
        is_back=pl.col("is_order_gone") | pl.col("is_negative"),
    )


def _grouped(judged: pl.DataFrame) -> pl.DataFrame:
    """One row per order, customer and direction; the lines of each are in their order."""
    first_told = pl.col("problem").drop_nulls().first()
    return judged.group_by(_ORDER, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("rows"),
        pl.col("line").first().alias("first_line"),
        pl.col("moment").min().alias("first_moment"),
        pl.col("order_id").first(),
        pl.col("currency_code").first(),
        pl.col("total_told").first(),
        pl.col("amount").sum(),
        first_told.alias("problem"),
        pl.col("product").str.join(",").alias("products"),
        pl.col("bad_line").drop_nulls().str.join(",").alias("bad_lines"),
    )
