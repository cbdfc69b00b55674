"""Live segments: from an event's arrival until its customer is in a segment or out of it, with a hundred of them live."""

from __future__ import annotations

import random
import statistics
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Line, seconds
from benchmarks.history import END
from evergrow.definitions.store import keep_document, remove_document
from evergrow.measure import segments
from evergrow.record import customers
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.testing import buy, entry_of, view

LIVE = 100
TICKS, EVENTS_A_TICK = 40, 50
WHENS = (
    "did 'Order Completed' in the last {days} days",
    "count of 'Product Viewed' in the last {days} days >= {few}",
    "sum of revenue of 'Order Completed' in the last {days} days >= {much} and trait.country = 'JP'",
    "did 'Product Viewed' in the last {few} hours and did not 'Order Completed' in the last {few} hours",
    "share of properties.category = 'shoes' in 'Product Viewed' in the last {days} days > 0.5",
    "time since last 'Order Completed' > {days} days and orders >= {few}",
    "stage = 'retention' and time_in_stage > {days} days",
    "highest revenue of 'Order Completed' >= {much} and not in segment 's000'",
    "trait.email contains '{few}@' or consent.email.offers",
    "last properties.category of 'Product Viewed' in the last {days} days is known and orders >= {few}",
)
NAMES = [f"s{number:03}" for number in range(LIVE)]


def measure(data: Path) -> list[Line]:
    """On the history of `data`; the segments are taken away again, the few events of the ticks stay."""
    workspace = open_workspace(Settings(data=data))
    try:
        tick(workspace, END)
        filling = _fill(workspace)
        took = _ticks(workspace)
        sizes = segments.segment_sizes(workspace.warehouse, workspace.world(), END)
    finally:
        _remove(workspace)
        workspace.close()
    memberships = sum(size.customers for size in sizes.values())
    moves = sum(size.entered + size.left for size in sizes.values())
    return [
        Line(
            what=f"filling {LIVE} segments, {memberships:,} memberships, SQL included",
            figure=seconds(filling),
        ),
        Line(
            what=f"{EVENTS_A_TICK} events to {LIVE} live segments, tick and all: median",
            figure=seconds(statistics.median(took)),
        ),
        Line(what="95 % of them within", figure=seconds(sorted(took)[int(TICKS * 0.95) - 1]), aim="1 s"),
        Line(what=f"moves in {TICKS} ticks", figure=f"{moves:,}"),
    ]


def _fill(workspace: Workspace) -> float:
    draw = random.Random(7)
    with workspace.state.transaction() as tx:
        for number, name in enumerate(NAMES):
            when = WHENS[number % len(WHENS)].format(
                days=draw.choice([7, 14, 30, 90]), few=draw.randint(2, 5), much=draw.choice([50, 100, 300])
            )
            keep_document(tx, "segment", name, f'segment: {name}\nwhen: "{when}"\n', by="bench", now=END)
    start = time.perf_counter()
    tick(workspace, END)
    return time.perf_counter() - start


def _ticks(workspace: Workspace) -> list[float]:
    """Seconds from handing over a batch of events until everybody is where they belong, the first (it writes SQL) left out."""
    draw = random.Random(11)
    ids = workspace.warehouse.fetch(customers.CUSTOMERS.rows.select("customer_id").limit(20_000))
    people = [one.removeprefix("user:") for one in ids["customer_id"].to_pylist() if one.startswith("user:")]
    took = []
    for number in range(TICKS + 1):
        now = END + timedelta(seconds=number + 1)
        who = draw.sample(people, EVENTS_A_TICK)
        calls = [
            buy(now, user=one, order_id=f"{number}-{one}") if place % 5 == 0 else view(now, user=one)
            for place, one in enumerate(who)
        ]
        start = time.perf_counter()
        workspace.log.append_now([entry_of(calls, received_at=now)])
        tick(workspace, now)
        took.append(time.perf_counter() - start)
    return took[1:]


def _remove(workspace: Workspace) -> None:
    with workspace.state.transaction() as tx:
        for name in NAMES:
            remove_document(tx, "segment", name, by="bench", now=END)
    tick(workspace, END + timedelta(minutes=5))
