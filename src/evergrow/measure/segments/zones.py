"""The time zones of the world as a table: since when and until when each is how far ahead of UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import available_timezones

import pyarrow as pa

from evergrow.measure.metrics import clock_changes

FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2032
_BEGINNING: Final = datetime(1970, 1, 1)
_END: Final = datetime(2200, 1, 1)


def zone_rows(names: Iterable[str] | None = None) -> pa.Table:
    """Rows of `ZONES`. Changes before `FIRST_YEAR` and after `LAST_YEAR` are left out: the nearest offset holds there.

    Args:
        names: Which zones; all that Python knows when left out (half a second).
    """
    rows = [row for name in sorted(names or available_timezones()) for row in _rows_of(name)]
    schema = pa.schema(
        [
            ("zone", pa.string()),
            ("starts_at", pa.timestamp("us")),
            ("ends_at", pa.timestamp("us")),
            ("offset_seconds", pa.int64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


@cache
def every_zone() -> pa.Table:
    """All zones, worked out once in a process."""
    return zone_rows()


def _rows_of(name: str) -> Iterator[dict[str, object]]:
    changes, offsets = clock_changes(name, first_year=FIRST_YEAR, last_year=LAST_YEAR)
    edges = [_BEGINNING, *(change.replace(tzinfo=None) for change in changes), _END]
    for (start, end), offset in zip(pairwise(edges), offsets, strict=True):
        yield {"zone": name, "starts_at": start, "ends_at": end, "offset_seconds": offset}
