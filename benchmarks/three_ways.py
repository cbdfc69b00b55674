"""A report beside what an analyst would write by hand: SQL on the same DuckDB, and pandas, with its events in memory or read."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd

from benchmarks.figures import Line, best, seconds, times
from benchmarks.history import END
from evergrow.runtime import Workspace
from evergrow.storage.warehouse import Compiled

T = TypeVar("T")
COLUMNS = ("customer_key", "name", "at", "revenue_micros")


@dataclass(frozen=True, kw_only=True)
class Ways(Generic[T]):
    """Three ways to the same. `reading` is SQL that reads those events and does nothing with them: nothing that asks the
    warehouse takes less. `columns` are those of the events that pandas reads; `note` says where two of them do less.
    """

    report: Callable[[], T]
    sql: Callable[[], T]
    pandas: Callable[[pd.DataFrame], T]
    reading: str
    columns: Sequence[str]
    do_agree: Callable[[T, T], bool] = operator.eq
    note: str = ""


def beside(what: str, ways: Ways[T], workspace: Workspace, folder: Path) -> tuple[T, list[Line]]:
    """The best of three runs of each, one after the other; what the report found, and its lines."""
    file = events_file(workspace, folder)
    ours, found = best(ways.report)
    by_hand, in_sql = best(ways.sql)
    reading, _ = best(lambda: workspace.warehouse.fetch(Compiled(ways.reading)))
    with_reading, in_pandas = best(lambda: ways.pandas(pd.read_parquet(file, columns=list(ways.columns))))
    frame = pd.read_parquet(file, columns=list(ways.columns))
    by_pandas, _ = best(lambda: ways.pandas(frame))
    if not (ways.do_agree(found, in_sql) and ways.do_agree(found, in_pandas)):
        raise RuntimeError("the three ways do not agree")

    def line(aim: str, peer: str, theirs: float, what: str = "", figure: str = "") -> Line:
        beside = f"{peer}: {seconds(theirs)}"
        return Line(what=what, figure=figure, aim=aim, beside=beside, ratio=times(ours, theirs))

    return found, [
        line("1.5 x SQL", f"DuckDB SQL by hand{ways.note}", by_hand, what, seconds(ours)),
        line("pandas / 20", f"pandas, events in memory{ways.note}", by_pandas),
        line("pandas / 20", f"pandas, events read from Parquet{ways.note}", with_reading),
        line("", "DuckDB reading these events alone", reading),
    ]


def events_file(workspace: Workspace, folder: Path) -> Path:
    """All events with their customer, as an analyst would keep them for pandas: names as a category, so that they are read quickest."""
    file = folder / "events.parquet"
    if not file.exists():
        frame = workspace.warehouse.fetch(workspace.measured().events.select(*COLUMNS)).to_pandas()
        frame = frame[frame["at"] < pd.Timestamp(END).tz_localize(None)]
        frame.assign(name=frame["name"].astype("category")).to_parquet(file, index=False)
    return file
