"""Count the rows of imported files that became events."""

from __future__ import annotations

import pyarrow as pa

from evergrow.record.events.tables import EVENTS
from evergrow.storage.warehouse import Warehouse


def accepted_rows(warehouse: Warehouse, import_id: str, first_position: int, last_position: int) -> int:
    """Rows behind the events that this import's entries, at these positions of the log, brought.

    The context of such an event tells its import and how many rows it stands for: `{"import":"imp_..","rows":3}`.
    """
    events = EVENTS.rows
    brought = events.filter(
        events.position.between(first_position, last_position),
        events.context.startswith(f'{{"import":"{import_id}"'),
    )
    rows = brought.context.re_extract(r'"rows":([0-9]+)', 1).cast("int64").sum()
    counted: pa.Table = warehouse.fetch(brought.aggregate(n=rows))
    return int(counted["n"][0].as_py() or 0)
