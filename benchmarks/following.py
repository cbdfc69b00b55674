"""Paths of four steps from where sessions begin, beside what an analyst would write by hand in pandas and in SQL."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from benchmarks import peers
from benchmarks.figures import Line, best, seconds, times
from benchmarks.history import END
from benchmarks.three_ways import Ways, beside, events_file
from evergrow.kernel import Period
from evergrow.measure.metrics import Measured
from evergrow.measure.paths import link_rows, read_paths
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.storage.warehouse import Compiled

STEPS: Final = 4
SAMPLED: Final = 50
"""Of so many customers one: of all, retentioneering finds no end."""
QUIET: Final = timedelta(minutes=30)
QUIET_MICROS: Final = QUIET // timedelta(microseconds=1)
BEGINNING: Final = datetime(2025, 1, 1, tzinfo=UTC)
Links = Counter[tuple[int, str | None, str | None]]
"""Sessions by step, the event there (None: over), and the one before."""

# Of three ways to write it the quickest here: the events of each customer as one list, sorted, without repeats, and
# laid out beside itself moved on by one to four. With window functions it takes a quarter longer.
SQL: Final = """
with codes as materialized (
    select name, row_number() over (order by name) as code from (select distinct name from events)
), e as (
    select coalesce(m.customer_key, e.identity_key) as k, epoch_us("at") * 64 + code as x
    from events e join codes using (name) left join merged m on m.identity_key = e.identity_key
    where "at" < timestamp '{end}'
), l as materialized (
    select list_sort(list(x)) as l from e group by k
), heads as (
    select list_filter(list_transform(l, lambda x, i: case
        when i = 1 or (x >> 6) - (l[i - 1] >> 6) > {quiet} then x * 2 + 1
        when (x & 63) <> (l[i - 1] & 63) then x * 2 end), lambda x: x is not null) as l
    from l
), rows as (
    select unnest(l) as a, unnest(l[2:]) as b, unnest(l[3:]) as c, unnest(l[4:]) as d, unnest(l[5:]) as e from heads
), walks as (
    select (a >> 1) & 63 as a,
        case when b & 1 = 0 then (b >> 1) & 63 end as b,
        case when (b & 1) + (c & 1) = 0 then (c >> 1) & 63 end as c,
        case when (b & 1) + (c & 1) + (d & 1) = 0 then (d >> 1) & 63 end as d,
        case when (b & 1) + (c & 1) + (d & 1) + (e & 1) = 0 then (e >> 1) & 63 end as e,
        count(*) as sessions
    from rows where a & 1 = 1 group by all
)
select x.name as a, y.name as b, z.name as c, u.name as d, v.name as e, sessions from walks
    left join codes x on x.code = a left join codes y on y.code = b left join codes z on z.code = c
    left join codes u on u.code = d left join codes v on v.code = e
""".format(end=END.strftime("%Y-%m-%d"), quiet=QUIET_MICROS)
READING: Final = """select bit_xor(identity_key), max("at"), max(name) from events
    where "at" < timestamp '{end}'""".format(end=END.strftime("%Y-%m-%d"))


def measure(data: Path, folder: Path) -> list[Line]:
    """Beside both, and one on a sample that retentioneering finishes in about half a minute."""
    workspace = open_workspace(Settings(data=data))
    try:
        ways = Ways(
            report=lambda: _by_report(workspace.measured()),
            sql=lambda: _by_sql(workspace),
            pandas=_by_pandas,
            reading=READING,
            columns=("customer_key", "name", "at"),
            note=", without loops",
        )
        found, lines = beside(f"links of {STEPS} steps, with loops", ways, workspace, folder)
        peer = _retentioneering(workspace, folder)
    finally:
        workspace.close()
    sessions = sum(count for (step, _, _), count in found.items() if step == 0)
    return [Line(what=f"{sessions:,} sessions", figure=""), *lines, peer]


def _retentioneering(workspace: Workspace, folder: Path) -> Line:
    """The events of some customers, by both. It counts repeats of an event as steps, so only the time is compared."""
    frame = pd.read_parquet(events_file(workspace, folder), columns=["customer_key", "name", "at"])
    file = folder / "few.parquet"
    few = frame[frame["customer_key"] % SAMPLED == 0]
    what = f"the same of {len(few):,} events"
    few.assign(name=few["name"].astype(str)).to_parquet(file)
    try:
        theirs = peers.run("retentioneering_paths", file)
    except (RuntimeError, subprocess.CalledProcessError) as error:  # it asks for packages of years ago
        reason = str(error).splitlines()[0]
        return Line(what=what, figure="", beside=f"retentioneering cannot be had here: {reason[:80]}")
    keys = workspace.measured().customers.select("customer_key")
    source = workspace.measured().narrowed(keys.filter(keys.customer_key % SAMPLED == 0))
    ours, _ = best(lambda: _by_report(source))
    return Line(
        what=what,
        figure=seconds(ours),
        aim="20 times",
        beside=f"retentioneering, sessions and step matrix: {seconds(theirs['all'])}",
        ratio=times(ours, theirs["all"]),
    )


def _by_report(source: Measured) -> Links:
    asked = read_paths(steps=STEPS, without=[], most=30)
    rows = link_rows(source, asked, Period(BEGINNING, END), source.in_sequence())
    return Counter({(row["step"], row["target"], row["source"]): row["sessions"] for row in rows})


def _by_sql(workspace: Workspace) -> Links:
    rows = workspace.warehouse.fetch(Compiled(SQL)).to_pylist()
    return _links(([row[name] for name in "abcde"], row["sessions"]) for row in rows)


def _links(walks: Iterable[tuple[Sequence[str | None], int]]) -> Links:
    found: Links = Counter()
    for walk, sessions in walks:
        for step, event in enumerate(walk):
            before = walk[step - 1] if step else None
            if step == 0 or before is not None:
                found[step, event, before] += sessions
    return found


def _by_pandas(frame: pd.DataFrame) -> Links:
    """Sorted once, then each column moved on by one to four within its session."""
    names = frame["name"].cat.categories
    rows = pd.DataFrame(
        {"customer_key": frame["customer_key"], "at": frame["at"], "code": frame["name"].cat.codes}
    )
    rows = rows.sort_values(["customer_key", "at", "code"], kind="stable")
    begins = (rows["customer_key"] != rows["customer_key"].shift()) | (rows["at"].diff() > QUIET)
    heads = begins | (rows["code"] != rows["code"].shift())
    each = pd.DataFrame({"session": begins.cumsum()[heads], "step_0": rows["code"][heads]})
    for step in range(1, STEPS + 1):
        is_same = each["session"].shift(-step) == each["session"]
        each[f"step_{step}"] = each["step_0"].shift(-step).where(is_same, -1).astype("int8")
    first = each[~each["session"].duplicated()]
    counts = first.groupby([f"step_{step}" for step in range(STEPS + 1)]).size()
    walks = counts.index.to_frame().to_numpy().tolist()
    told = ([None if code < 0 else str(names[code]) for code in walk] for walk in walks)
    return _links(zip(told, counts.tolist(), strict=True))
