"""Everything anew from all events, and RFM beside what an analyst would write by hand in pandas and in SQL."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa

from benchmarks.figures import Line, best, seconds, times
from benchmarks.history import END
from evergrow.kernel import Period
from evergrow.measure.retention import retention
from evergrow.measure.rfm import rfm_scores
from evergrow.record import customers, events
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.storage.warehouse import Compiled

DAY_US = 86_400_000_000
RFM_SQL = """
with bought as (
    select coalesce(m.customer_key, e.identity_key) as customer_key,
        epoch_us(timestamp '{as_of}' - max("at")) // 86400000000 as days, count(*) as orders, sum(revenue_micros) as revenue
    from events e left join merged m on m.identity_key = e.identity_key
    where name = 'Order Completed' and revenue_micros > 0 and "at" < timestamp '{as_of}'
    group by 1
), ranked as (
    select customer_key,
        2 * rank() over (order by -days) - 2 + count(*) over (partition by days) as r2,
        2 * rank() over (order by orders) - 2 + count(*) over (partition by orders) as f2,
        2 * rank() over (order by revenue) - 2 + count(*) over (partition by revenue) as m2,
        2 * count(*) over () as n2
    from bought
), scores as (
    select least(5, 1 + 5 * r2 // n2) as r, least(5, 1 + 5 * f2 // n2) as f, least(5, 1 + 5 * m2 // n2) as m from ranked
)
select r, f, m, count(*) as customers from scores group by r, f, m order by r, f, m
"""


def measure(data: Path) -> list[Line]:
    """The best of three runs of each."""
    workspace = open_workspace(Settings(data=data))
    try:
        count = workspace.warehouse.fetch(events.EVENTS.rows.aggregate(n=events.EVENTS.rows.count()))["n"][
            0
        ].as_py()
        people = workspace.warehouse.fetch(
            customers.CUSTOMERS.rows.aggregate(n=customers.CUSTOMERS.rows.count())
        )["n"][0].as_py()
        return [Line(what=f"{count:,} events of {people:,} customers", figure=""), *_lines(workspace)]
    finally:
        workspace.close()


def _lines(workspace: Workspace) -> list[Line]:
    stages, _ = best(lambda: _rebuild(workspace))
    ours, found = best(lambda: _rfm(workspace))
    period = Period(END - timedelta(days=28), END)
    kept, _ = best(lambda: retention(workspace.measured(), workspace.map, period, period.before(), now=END))
    by_hand, in_sql = best(lambda: _rfm_in_sql(workspace))
    frame = _frame(workspace)
    by_pandas, in_pandas = best(lambda: _rfm_in_pandas(frame))
    if not found == in_sql == in_pandas:
        raise RuntimeError("the three ways to RFM do not agree")
    return [
        Line(what="stage history of everybody", figure=seconds(stages)),
        Line(
            what="RFM scores of everybody",
            figure=seconds(ours),
            beside=f"pandas, events in memory: {seconds(by_pandas)}",
            ratio=times(ours, by_pandas),
        ),
        Line(
            what="", figure="", beside=f"DuckDB SQL by hand: {seconds(by_hand)}", ratio=times(ours, by_hand)
        ),
        Line(what="retention, with trend", figure=seconds(kept)),
        Line(what="all three", figure=seconds(stages + ours + kept), aim="6 s"),
    ]


def _rebuild(workspace: Workspace) -> None:
    with workspace.warehouse.transaction() as tx:
        workspace.rebuild(tx, workspace.map)


Cells = list[tuple[int, int, int, int]]


def _cells(rows: pa.Table) -> Cells:
    return sorted(zip(*(rows[name].to_pylist() for name in ("r", "f", "m", "customers")), strict=True))


def _rfm(workspace: Workspace) -> Cells:
    source = workspace.measured()
    scores = rfm_scores(source.customers, source.orders, END)
    return _cells(source.fetch(scores.group_by("r", "f", "m").agg(customers=scores.count())))


def _rfm_in_sql(workspace: Workspace) -> Cells:
    as_of = END.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return _cells(workspace.warehouse.fetch(Compiled(RFM_SQL.format(as_of=as_of))))


def _frame(workspace: Workspace) -> pd.DataFrame:
    """All events with their customer, as pandas would hold them: names as a category."""
    rows = workspace.measured().events.select("customer_key", "name", "at", "revenue_micros")
    frame = workspace.warehouse.fetch(rows).to_pandas()
    return frame.assign(name=frame["name"].astype("category"))


def _rfm_in_pandas(frame: pd.DataFrame) -> Cells:
    as_of = pd.Timestamp(END).tz_localize(None)
    orders = frame[
        (frame["name"] == "Order Completed") & (frame["revenue_micros"] > 0) & (frame["at"] < as_of)
    ]
    each = orders.groupby("customer_key").agg(
        last=("at", "max"), f=("at", "size"), m=("revenue_micros", "sum")
    )
    each["r"] = -((as_of - each["last"]) // pd.Timedelta(days=1))
    scores = each[["r", "f", "m"]].apply(_scores)  # pyright: ignore[reportAttributeAccessIssue]
    counts = scores.value_counts().reset_index(name="customers")
    return sorted(counts[["r", "f", "m", "customers"]].itertuples(index=False, name=None))


def _scores(values: pd.Series) -> pd.Series:
    """1 to 5 by (smaller + half of equal) / all, in whole numbers: twice that share is (2 average rank - 1) / all."""
    twice = (2 * values.rank(method="average") - 1).round().astype("int64")
    return (1 + 5 * twice // (2 * len(values))).clip(upper=5)
