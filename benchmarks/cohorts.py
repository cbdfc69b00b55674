"""Cohorts of twelve months beside what an analyst would write by hand in pandas and in SQL."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from benchmarks.figures import Line, best, seconds, times
from benchmarks.history import END
from evergrow.measure.retention import cohorts
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.storage.warehouse import Compiled

MONTHS: Final = 12
Cells = Counter[tuple[str, int]]
"""Customers by the month of their first order, and by how many months later they ordered."""

# Distinct customer-months first: counting distinct customers by month and month takes twice as long.
SQL: Final = """
with bought as (
    select coalesce(m.customer_key, e.identity_key) as k, date_trunc('month', "at") as month
    from events e left join merged m on m.identity_key = e.identity_key
    where name = 'Order Completed' and revenue_micros > 0 and "at" < timestamp '{end}'
    group by all
), first as (select k, min(month) as cohort from bought group by k)
select strftime(cohort, '%Y-%m') as cohort, datediff('month', cohort, month)::int as later, count(*) as customers
from bought join first using (k) group by all
""".format(end=END.strftime("%Y-%m-%d"))


def measure(data: Path) -> list[Line]:
    """The best of three runs of each."""
    workspace = open_workspace(Settings(data=data))
    try:
        ours, found = best(lambda: _by_report(workspace))
        by_hand, in_sql = best(lambda: _by_sql(workspace))
        frame = _frame(workspace)
        by_pandas, in_pandas = best(lambda: _by_pandas(frame))
    finally:
        workspace.close()
    shown = {cohort for cohort, _ in found}
    for other in (in_sql, in_pandas):
        if found != Counter({cell: customers for cell, customers in other.items() if cell[0] in shown}):
            raise RuntimeError("the three ways do not agree")
    buyers = sum(customers for (_, later), customers in found.items() if later == 0)
    return [
        Line(what=f"{buyers:,} customers who first bought in {MONTHS} months", figure=""),
        Line(
            what="cohorts, month by month",
            figure=seconds(ours),
            aim="1.5 x SQL",
            beside=f"DuckDB SQL by hand: {seconds(by_hand)}",
            ratio=times(ours, by_hand),
        ),
        Line(
            what="",
            figure="",
            aim="pandas / 20",
            beside=f"pandas, events in memory: {seconds(by_pandas)}",
            ratio=times(ours, by_pandas),
        ),
    ]


def _by_report(workspace: Workspace) -> Cells:
    # The moment before the end: the last month is the one that runs then.
    report = cohorts(workspace.measured(), by="month", count=MONTHS, now=END - timedelta(microseconds=1))
    return Counter(
        {
            (row.start.strftime("%Y-%m"), later): customers
            for row in report.rows
            for later, customers in enumerate(row.returned)
            if customers
        }
    )


def _by_sql(workspace: Workspace) -> Cells:
    rows = workspace.warehouse.fetch(Compiled(SQL)).to_pylist()
    return Counter({(row["cohort"], row["later"]): row["customers"] for row in rows})


def _frame(workspace: Workspace) -> pd.DataFrame:
    """All events with their customer, as pandas would hold them: names as a category."""
    rows = workspace.measured().events.select("customer_key", "name", "at", "revenue_micros")
    frame = workspace.warehouse.fetch(rows).to_pandas()
    frame = frame[frame["at"] < pd.Timestamp(END).tz_localize(None)]
    return frame.assign(name=frame["name"].astype("category"))


def _by_pandas(frame: pd.DataFrame) -> Cells:
    orders = frame.loc[
        (frame["name"] == "Order Completed") & (frame["revenue_micros"] > 0), ["customer_key", "at"]
    ]
    month = orders["at"].dt.year * 12 + orders["at"].dt.month - 1
    each = pd.DataFrame({"customer_key": orders["customer_key"], "month": month}).drop_duplicates()
    cohort = each.groupby("customer_key")["month"].transform("min")
    each = each.assign(cohort=cohort, later=each["month"] - cohort)
    counts = each[["cohort", "later"]].value_counts().reset_index(name="customers")
    cells = counts[["cohort", "later", "customers"]].itertuples(index=False, name=None)
    return Counter(
        {
            (f"{first // 12}-{first % 12 + 1:02d}", int(later)): int(customers)
            for first, later, customers in cells
        }
    )
