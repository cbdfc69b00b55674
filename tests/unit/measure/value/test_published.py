"""The models find the parameters that their authors published for the same data."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pytest

from evergrow.measure import value

CALIBRATED_UNTIL = datetime(1997, 10, 1, tzinfo=UTC)
DONATIONS = """
    0 0 3464  1 1 1091  1 2 277  1 3 129  1 4 78  1 5 119  1 6 129  2 2 613  2 3 255  2 4 155  2 5 173
    2 6 234  3 3 322  3 4 181  3 5 225  3 6 357  4 4 240  4 5 284  4 6 512  5 5 335  5 6 728  6 6 1203
"""
"""Gifts in the six years after the first, the year of the last, and how many of 11,104 donors gave so.

Fader, Hardie & Shang (2010), Marketing Science 29(6), table 2.
"""


@pytest.fixture(scope="module")
def cdnow(shared_data: Path) -> pa.Table:
    rows = [line.split() for line in (shared_data / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()]
    return pa.table(
        {
            "customer_key": [int(row[1]) for row in rows],
            "at": pa.array([datetime.strptime(row[2], "%Y%m%d") for row in rows], pa.timestamp("us")),
            "revenue_micros": [round(float(row[4]) * 1_000_000) for row in rows],
        }
    )


def test_bg_nbd_of_cdnow(cdnow: pa.Table) -> None:
    day = value.last_day(CALIBRATED_UNTIL)
    paid = cdnow.set_column(2, "revenue_micros", pa.array([1] * len(cdnow)))  # some orders cost nothing
    seen = value.patterns(value.activity(paid, CALIBRATED_UNTIL, day)).to_pyarrow()

    patterns = value.Patterns.of(seen)
    fit = value.fit_bg_nbd(patterns)

    assert isinstance(fit, value.BgNbdFit)
    assert (patterns.people, patterns.repeaters) == (2_357, 946)
    found = fit.r, fit.alpha_days / 7, fit.a, fit.b
    assert found == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=0.0006)
    repeats = patterns.repeats @ patterns.customers
    assert fit.log_likelihood + repeats * np.log(7) == pytest.approx(-9582.43, abs=0.01), "with time in weeks"


def test_gamma_gamma_of_cdnow(shared_data: Path) -> None:
    with (shared_data / "cdnow" / "cdnow_customers_summary_with_transactions.csv").open() as file:
        rows = [(int(row["x"]), float(row["zbar"])) for row in csv.DictReader(file)]
    each = ibis.memtable(
        {"repeats": [x for x, _ in rows], "repeat_micros": [mean * 1_000_000 for _, mean in rows]}
    )

    fit = value.fit_gamma_gamma(value.spending(each).to_pyarrow())

    assert isinstance(fit, value.GammaGammaFit)
    assert (fit.p, fit.q, fit.scale) == pytest.approx((6.25, 3.745, 15.45), rel=0.0005)


def test_bg_bb_of_the_donors() -> None:
    rows = np.array(DONATIONS.split(), dtype=float).reshape(-1, 3)
    seasons = value.Seasons(rows[:, 0], rows[:, 1], np.full(len(rows), 6.0), rows[:, 2])

    fit = value.fit_bg_bb(seasons)

    assert isinstance(fit, value.BgBbFit)
    assert fit.optimum
    assert (fit.alpha, fit.beta, fit.gamma, fit.delta) == pytest.approx(
        (1.204, 0.750, 0.657, 2.783), abs=0.001
    )
    assert fit.optimum.log_likelihood == pytest.approx(-33_225.58, abs=0.01)
    ahead = value.expected_in_periods(fit, seasons, 5)
    assert ahead[[0, -1]] == pytest.approx((0.07, 3.75), abs=0.005), "nobody and everybody of six years"
