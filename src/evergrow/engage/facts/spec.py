"""The facts at hand, and the one way to ask about them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
import polars as pl
import pyarrow as pa

from evergrow.measure.segments import Grounds, World
from evergrow.storage.warehouse import Compiled, compiled

Fetch = Callable[[Compiled, Mapping[str, pa.Table]], pa.Table]
Build = Callable[..., ir.Table]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The tables that everything is decided on, as lazy tables, and how to read them.

    `fetch` runs a query; names that change from call to call are bound to their rows, so its text never changes.
    """

    fetch: Fetch
    grounds: Grounds
    world: World

    def ask(self, build: Build, *what: Hashable, **bound: pl.DataFrame | pa.Table) -> pl.DataFrame:
        """The rows of `build(grounds, world, *what)`, with the frames in `bound` behind their names."""
        query = _written(build, what, _Ground(self.grounds, self.world))
        tables = {
            name: rows if isinstance(rows, pa.Table) else rows.to_arrow() for name, rows in bound.items()
        }
        found = pl.from_arrow(self.fetch(query, tables))
        assert isinstance(found, pl.DataFrame)
        return found


class _Ground:
    """Grounds and world as a key: two are equal where every table is the same expression."""

    def __init__(self, grounds: Grounds, world: World) -> None:
        self.grounds, self.world = grounds, world
        self._parts: tuple[Any, ...] = (world, *(_part(getattr(grounds, f.name)) for f in fields(grounds)))

    def __hash__(self) -> int:
        return hash(self._parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ground) and self._parts == other._parts


def _part(value: Any) -> Hashable:
    return value.op() if isinstance(value, ir.Table) else value


@lru_cache(maxsize=1_024)
def _written(build: Build, what: tuple[Hashable, ...], ground: _Ground) -> Compiled:
    return compiled(build(ground.grounds, ground.world, *what))
