"""The fit and its judgment on numbers alone, against slow and obvious computation."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from evergrow.kernel import Unavailable
from evergrow.measure.predictions.catalogue import Fact
from evergrow.measure.predictions.judged import area_under_curve, brier, curve, log_loss
from evergrow.measure.predictions.ranges import binning
from evergrow.measure.predictions.scorecard import calibrated, chance, fit_scorecard
from evergrow.measure.predictions.spec import FactRange

AGE = Fact("age", "days", (10, 20, 30))
SOURCE = Fact("source", "word")


def drawn(seed: int, people: int) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Customers by two facts whose true weights are known, with who did it."""
    draw = np.random.default_rng(seed)
    places, words = draw.integers(1, 5, people), draw.integers(0, 3, people)
    odds = -1 + np.array([0, -1.0, -0.3, 0.4, 1.0])[places] + np.array([0.8, -0.8, 0.0])[words]
    did = draw.random(people) < chance(odds)
    table = pa.table(
        {"age": pa.array(places, pa.int8()), "source": pa.array(np.array(["ads", "mail", None])[words])}
    )
    return table, odds, did.astype(float)


def test_weights_come_out_as_they_were_drawn() -> None:
    table, odds, did = drawn(1, 20_000)
    one = np.ones(len(did))
    cut = [binning(fact, table[fact.key], one) for fact in (AGE, SOURCE)]
    groups = [each.groups(table[each.fact.key]) for each in cut]

    card = fit_scorecard(cut, groups, one, did)

    assert np.abs(card.score(groups) - odds).max() < 0.2
    for weights, group in zip(card.weights, groups, strict=True):
        assert weights[group].mean() == pytest.approx(0)


def test_customers_alike_are_fitted_as_one_row() -> None:
    table, _, did = drawn(2, 2_000)
    one = np.ones(len(did))
    cut = [binning(fact, table[fact.key], one) for fact in (AGE, SOURCE)]
    groups = [each.groups(table[each.fact.key]) for each in cut]
    whole = fit_scorecard(cut, groups, one, did)

    alike, places = np.unique(np.stack(groups), axis=1, return_inverse=True)
    people, hits = np.bincount(places.ravel()), np.bincount(places.ravel(), did)
    grouped = fit_scorecard(cut, list(alike), people.astype(float), hits.astype(float))

    for one_by_one, together in zip(whole.weights, grouped.weights, strict=True):
        assert together == pytest.approx(one_by_one, abs=1e-6)


def test_few_events_carry_few_weights() -> None:
    table, _, did = drawn(3, 20_000)
    one = np.ones(len(did))
    did[np.flatnonzero(did)[40:]] = 0  # 40 events carry four weights: one fact of two
    cut = [binning(fact, table[fact.key], one) for fact in (AGE, SOURCE)]

    card = fit_scorecard(cut, [each.groups(table[each.fact.key]) for each in cut], one, did)

    assert len(card.facts) == 1


def test_calibration_moves_the_level_and_refuses_a_score_that_runs_backwards() -> None:
    table, odds, did = drawn(4, 20_000)
    one = np.ones(len(did))
    cut = [binning(fact, table[fact.key], one) for fact in (AGE, SOURCE)]
    groups = [each.groups(table[each.fact.key]) for each in cut]
    card = fit_scorecard(cut, groups, one, did)
    later = np.random.default_rng(5).random(len(did)) < chance(0.5 + 0.7 * odds)

    found = calibrated(card, groups, one, later.astype(float))

    assert not isinstance(found, Unavailable)
    assert found.level == pytest.approx(0.5, abs=0.1)
    assert found.slope == pytest.approx(0.7, abs=0.1)
    assert chance(found.log_odds(groups)).sum() == pytest.approx(later.sum(), rel=1e-6)
    assert isinstance(calibrated(card, groups, one, 1 - did), Unavailable)


def test_ranges_hold_enough_customers_and_keep_their_order() -> None:
    places = pa.chunked_array([pa.array([0] * 50 + [1] * 45 + [2] * 5 + [3] * 60 + [4] * 10, pa.int8())])

    cut = binning(AGE, places, np.ones(170))

    assert cut.ranges == (
        FactRange(high=10.0),
        FactRange(low=10.0),
        FactRange(is_unknown=True),
    )
    assert cut.groups(places).tolist() == [2] * 50 + [0] * 45 + [1] * 75


def test_seldom_words_are_the_rest() -> None:
    words = pa.chunked_array([pa.array(["ads"] * 60 + ["mail"] * 3 + [None] * 50)])

    cut = binning(SOURCE, words, np.ones(113))

    assert [range_.word for range_ in cut.ranges] == ["ads", None, None]
    assert cut.groups(pa.chunked_array([["mail", "new", None, "ads"]])).tolist() == [1, 1, 2, 0]


def test_the_area_is_the_share_of_pairs_in_order_and_its_interval_covers_the_truth() -> None:
    draw = np.random.default_rng(6)
    chances = np.round(draw.random(60), 1)
    people = draw.integers(1, 5, 60).astype(float)
    did = draw.binomial(people.astype(int), chances).astype(float)
    each = [
        (p, hit)
        for p, n, k in zip(chances, people, did, strict=True)
        for hit in [1] * int(k) + [0] * int(n - k)
    ]
    pairs = [(p > q) + (p == q) / 2 for p, hit in each if hit for q, other in each if not other]

    assert area_under_curve(chances, people, did).value == pytest.approx(np.mean(pairs))

    covered = 0
    for seed in range(200):
        draw = np.random.default_rng(seed)
        found = area_under_curve(  # two normals one apart: the area is Phi(1 / sqrt 2)
            np.concatenate([draw.normal(0, 1, 80), draw.normal(1, 1, 60)]),
            np.ones(140),
            np.concatenate([np.zeros(80), np.ones(60)]),
        )
        covered += found.low <= 0.7602 <= found.high
    assert 0.91 * 200 <= covered <= 0.985 * 200


def test_scores_of_everybody_alike_are_those_of_the_base_rate() -> None:
    people, did = np.array([60.0, 40.0]), np.array([15.0, 5.0])

    assert brier(0.2, people, did) == pytest.approx(0.2 * 0.8)
    assert log_loss(0.2, people, did) == pytest.approx(-(0.2 * np.log(0.2) + 0.8 * np.log(0.8)))
    rows = curve(np.array([0.2, 0.2]), people, did)
    assert [(row.customers, row.actual) for row in rows] == [(100, 0.2)]
