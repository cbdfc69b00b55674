"""Order lines to records: one `Order Completed` per order and customer, one `Order Refunded` for what went back.

Holds   revenue is the exact sum of price x quantity of the order's lines. An order with a line that cannot be
        read waits in quarantine as a whole, so that no order is ever counted short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files import order_sql as sql
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.values import Style, date_formats, date_order, decimal_mark
from evergrow.storage.warehouse import Scratch

LINES_AT_ONCE: Final = 65_536
_AMOUNTS: Final = ("price", "quantity", "total")


@dataclass
class OrderLines:
    """The lines of a file in a scratch table, until the last is read and orders can be put together."""

    scratch: Scratch
    mapping: Mapping[str, str]
    options: ImportOptions
    import_id: str

    def __post_init__(self) -> None:
        columns = ", ".join(f'"{field}" varchar' for field in sql.FIELDS)
        self.scratch.run(f"create table lines (line bigint, k varchar, {columns})")

    def add(self, rows: pa.Table, source: Rows, first_line: int) -> None:
        """Keep the mapped columns of these rows, the first of which is the file's row `first_line`."""
        self.scratch.bind(
            "batch", rows.append_column("line", pa.array(range(first_line, first_line + len(rows))))
        )
        slots = [
            f"trim({source.slot(self.mapping[field])})" if field in self.mapping else "''"
            for field in sql.FIELDS
        ]
        order_id = slots[sql.FIELDS.index("order_id")]
        key = f"case when {order_id} = '' then chr(1) || line else {order_id} end"
        self.scratch.run(f"insert into lines select line, {key}, {', '.join(slots)} from batch")

    def records(self) -> Iterator[pa.Table]:
        """Records of orders in the order of their ids, then one identify for each customer whose traits are told."""
        style = self._style()
        statement = sql.records(self.mapping, self.options, style, self.import_id)
        for lines in self._whole_orders():
            self.scratch.bind("some_lines", lines)
            yield self.scratch.fetch(statement)
        if any(field in self.mapping for field in sql.TRAITS):
            told = sql.customers(self.mapping, self.options, style, self.import_id)
            for batch in self.scratch.stream(told, LINES_AT_ONCE):
                yield pa.Table.from_batches([batch])

    def _style(self) -> Style:
        amounts = [field for field in _AMOUNTS if field in self.mapping]
        leans_to = "month-first" if self.options.zone.startswith("America/") else "day-first"
        order = self.options.date_order or date_order(self.scratch, "lines", '"at"', leans_to=leans_to)
        return Style(
            decimal_mark(self.scratch, "lines", amounts), date_formats(self.scratch, "lines", '"at"', order)
        )

    def _whole_orders(self) -> Iterator[pa.Table]:
        """All lines sorted by order, some thousand at a time, no order cut in two."""
        rest: pa.Table | None = None
        for batch in self.scratch.stream("select * from lines order by k, line", LINES_AT_ONCE):
            lines = pa.Table.from_batches([batch])
            whole = pa.concat_tables([rest, lines]) if rest is not None else lines
            keys = whole.column("k")
            is_last = pc.equal(keys, keys[-1])
            end = pc.index(is_last, True).as_py()
            rest = whole.slice(end)
            if end:
                yield whole.slice(0, end)
        if rest is not None and len(rest):
            yield rest
