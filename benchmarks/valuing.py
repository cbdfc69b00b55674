"""The value of a million customers: orders in, what each will bring over a year out, beside lifetimes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import peers
from benchmarks.figures import Line, seconds, times
from evergrow.kernel import Unavailable
from evergrow.measure import value
from evergrow.measure.value.ranking import expected_by_pattern
from evergrow.storage.warehouse import Warehouse

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 730
AHEAD = 365
RATE, ALPHA, LEAVE_A, LEAVE_B = 0.35, 40.0, 0.8, 2.5
"""Of the customers that are made: BG/NBD, in days."""
MEAN_SHAPE, EACH_SHAPE, SCALE = 4.0, 6.0, 25.0


def measure(folder: Path, customers: int) -> list[Line]:
    """Ours and theirs on the same orders, each from rows in memory."""
    orders = made(customers)
    file = folder / "orders.parquet"
    revenue = pa.array(orders["revenue_micros"].to_numpy() / 1e6)
    pq.write_table(orders.append_column("revenue", revenue).drop_columns(["revenue_micros"]), file)
    theirs = peers.run("lifetimes_value", file)
    for module in ("scipy.optimize", "scipy.special"):  # before the clock runs, as lifetimes has them, too
        import_module(module)
    fit, whole, purchases = _ours(orders)
    agreement = abs(purchases - theirs["purchases"]) / theirs["purchases"]
    return [
        Line(what=f"{orders.num_rows:,} orders of {customers:,} customers", figure=""),
        _beside("fit of both models", fit, theirs["fit"]),
        _beside("orders to everybody's value", whole, theirs["all"]),
        Line(what="expected purchases: difference from theirs", figure=f"{100 * agreement:.2f} %"),
    ]


def made(customers: int) -> pa.Table:
    """Orders of customers who buy and leave as the model says: `customer_key`, `at`, `revenue_micros`."""
    random = np.random.default_rng(1)
    first = random.integers(0, DAYS, customers)
    rate = random.gamma(RATE, 1 / ALPHA, customers)
    leaving = random.beta(LEAVE_A, LEAVE_B, customers)
    mean = SCALE / random.gamma(MEAN_SHAPE, 1 / EACH_SHAPE, customers)
    now, here = first.astype(float), np.arange(customers)
    keys, days = [here], [first]
    while len(here):
        now = now + random.exponential(1 / np.maximum(rate[here], 1e-9))
        stays = now < DAYS
        here, now = here[stays], now[stays]
        keys.append(here)
        days.append(now.astype(int))
        loyal = random.random(len(here)) >= leaving[here]
        here, now = here[loyal], now[loyal]
    key, day = np.concatenate(keys), np.concatenate(days)
    spent = random.gamma(EACH_SHAPE, mean[key] / EACH_SHAPE)
    at = np.datetime64(START.replace(tzinfo=None), "us") + day.astype("timedelta64[D]")
    return pa.table({"customer_key": key, "at": at, "revenue_micros": np.round(spent * 1e6).astype(np.int64)})


def _ours(orders: pa.Table) -> tuple[float, float, float]:
    """Seconds of the fit, seconds of all, and the purchases that are expected."""
    table = ibis.table(ibis.Schema.from_pyarrow(orders.schema), name="orders")
    as_of = START + timedelta(days=DAYS)
    today = value.last_day(as_of)
    activity = value.activity(table, as_of, today)
    each = ibis.table(activity.schema(), name="each")
    with Warehouse().transaction() as tx:
        tx.bind("given", orders)
        tx.keep("orders", ibis.table(table.schema(), name="given"))
        began = time.perf_counter()
        tx.keep("each", activity)
        patterns = value.Patterns.of(tx.fetch(value.patterns(each)))
        spends = tx.fetch(value.spending(each))
        summed = time.perf_counter()
        buying, spending = value.fit_bg_nbd(patterns), value.fit_gamma_gamma(spends)
        if isinstance(buying, Unavailable) or isinstance(spending, Unavailable):
            raise RuntimeError("no model fits")
        fitted = time.perf_counter()
        outlook = value.Outlook.over(buying, patterns, float(AHEAD))
        by_pattern = expected_by_pattern(outlook, spending)
        tx.bind("expected", by_pattern)
        expected = ibis.table(ibis.Schema.from_pyarrow(by_pattern.schema), name="expected")
        tx.keep("valued", value.with_value(each, expected, ["repeats", "recency_days", "age_days"]))
        ended = time.perf_counter()
    return fitted - summed, ended - began, outlook.bought().value


def _beside(what: str, ours: float, theirs: float) -> Line:
    return Line(
        what=what,
        figure=seconds(ours),
        aim="20 times",
        beside=f"lifetimes: {seconds(theirs)}",
        ratio=times(ours, theirs),
    )
