"""A funnel of four steps beside what an analyst would write by hand in pandas and in SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from benchmarks.figures import Line
from benchmarks.history import END
from benchmarks.three_ways import Ways, beside
from evergrow.kernel import Period
from evergrow.measure.funnels import funnel, read_funnel
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.storage.warehouse import Compiled

STEPS: Final = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed")
WINDOW: Final = timedelta(days=30)
PERIOD: Final = Period(datetime(2025, 1, 1, tzinfo=UTC), END)
Steps = list[tuple[int, float]]
"""Customers of each step, and the median microseconds from the one before."""

_STAGE: Final = """, step_{n} as (
    select e.k, e.t, s.start, s.t as before
    from (select k, t from named where name = '{name}') e
    asof join {source} s on e.k = s.k and e.t >= s.t
    where e.t <= s.start + interval 30 days
)"""
_COUNT: Final = """
union all
select {n}, count(*), median(took) from (select epoch_us(min(t)) - epoch_us(arg_min(before, t)) as took from step_{n} group by k)"""
SQL: Final = (
    """with named as (
    select coalesce(m.customer_key, e.identity_key) as k, "at" as t, name
    from events e left join merged m on m.identity_key = e.identity_key
    where name in ({names}) and "at" < timestamp '{end}'
), step_1 as (select k, t, t as start from named where name = '{first}')""".format(
        names=", ".join(f"'{name}'" for name in STEPS), end=END.strftime("%Y-%m-%d"), first=STEPS[0]
    )
    + "".join(_STAGE.format(n=n, name=name, source=f"step_{n - 1}") for n, name in enumerate(STEPS[1:], 2))
    + "\nselect 1 as n, count(distinct k) as customers, 0 as took from step_1"
    + "".join(_COUNT.format(n=n) for n in range(2, len(STEPS) + 1))
    + "\norder by n"
)
READING: Final = """select bit_xor(identity_key), max("at"), max(name) from events
    where name in ({names}) and "at" < timestamp '{end}'""".format(
    names=", ".join(f"'{name}'" for name in STEPS), end=END.strftime("%Y-%m-%d")
)


def measure(data: Path, folder: Path) -> list[Line]:
    """Beside both, with all events before the end."""
    workspace = open_workspace(Settings(data=data))
    try:
        ways = Ways(
            report=lambda: _by_report(workspace),
            sql=lambda: _by_sql(workspace),
            pandas=_by_pandas,
            reading=READING,
            columns=("customer_key", "name", "at"),
        )
        found, lines = beside(f"funnel of {len(STEPS)} steps, with times", ways, workspace, folder)
    finally:
        workspace.close()
    began, converted = found[0][0], found[-1][0]
    return [Line(what=f"{began:,} customers began, {converted:,} converted", figure=""), *lines]


def _by_report(workspace: Workspace) -> Steps:
    report = funnel(workspace.measured(), read_funnel(STEPS), PERIOD, now=END)
    return [
        (int(step.customers.value or 0), round((step.days.value or 0) * 86_400_000_000) if step.days else 0)
        for step in report.steps
    ]


def _by_sql(workspace: Workspace) -> Steps:
    rows = workspace.warehouse.fetch(Compiled(SQL)).to_pylist()
    return [(row["customers"], round(row["took"])) for row in rows]


def _by_pandas(frame: pd.DataFrame) -> Steps:
    """A join on the latest event before, step by step."""
    first = frame.loc[frame["name"] == STEPS[0], ["customer_key", "at"]].sort_values("at")
    reached = first.assign(start=first["at"], before=first["at"])
    found: Steps = [(first["customer_key"].nunique(), 0)]
    for name in STEPS[1:]:
        here = frame.loc[frame["name"] == name, ["customer_key", "at"]].sort_values("at")
        before = pd.DataFrame(reached, columns=["customer_key", "at", "start"]).assign(before=reached["at"])
        joined = pd.merge_asof(here, before, on="at", by="customer_key")
        reached = joined.loc[joined["at"] - joined["start"] <= WINDOW]
        each = reached.loc[~reached["customer_key"].duplicated()]
        took = np.median((each["at"] - each["before"]).to_numpy().astype("timedelta64[us]").astype("int64"))
        found.append((len(each), round(float(took))))
    return found
