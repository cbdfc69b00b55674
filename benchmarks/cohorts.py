"""Cohorts of twelve months beside what an analyst would write by hand in pandas and in SQL."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from benchmarks.figures import Line
from benchmarks.history import END
from benchmarks.three_ways import Ways, beside
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
READING: Final = """select bit_xor(identity_key), max("at") from events
    where name = 'Order Completed' and revenue_micros > 0 and "at" < timestamp '{end}'""".format(
    end=END.strftime("%Y-%m-%d")
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
            columns=("customer_key", "name", "at", "revenue_micros"),
            do_agree=_do_agree,
        )
        found, lines = beside("cohorts, month by month", ways, workspace, folder)
    finally:
        workspace.close()
    buyers = sum(customers for (_, later), customers in found.items() if later == 0)
    return [Line(what=f"{buyers:,} customers who first bought in {MONTHS} months", figure=""), *lines]


def _do_agree(ours: Cells, theirs: Cells) -> bool:
    """In the months that are shown; by hand it is all of them."""
    shown = {cohort for cohort, _ in ours}
    return ours == Counter({cell: customers for cell, customers in theirs.items() if cell[0] in shown})


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
