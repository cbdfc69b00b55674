"""Every model against what was published, and against a slow, obvious computation."""

from __future__ import annotations

import gzip
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pytest

from evergrow.kernel import Unavailable
from evergrow.measure.attribution import (
    Ways,
    chain,
    credits,
    first_touch,
    intervals,
    last_touch,
    removal_effects,
    shapley,
)
from evergrow.measure.metrics import share_of

SMALL = pa.table(
    {
        "path": [
            *("a", "b", "a > b", "b > a > b", "c", "a > c > a", "c > b > a > c", "a > a"),
            *("b > c", "d > a", "d"),
        ],
        "conversions": [5, 3, 7, 2, 0, 4, 1, 6, 2, 1, 0],
        "value": [50.0, 20.0, 90.5, 10.0, 0.0, 44.0, 8.0, 60.0, 25.0, 4.5, 0.0],
        "nulls": [20, 30, 11, 4, 25, 6, 3, 2, 9, 0, 5],
    }
)


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Ways:
    text = gzip.decompress((shared_data / "channel-attribution" / "PathData.csv.gz").read_bytes())
    table = pcsv.read_csv(pa.BufferReader(text))
    columns = ["path", "conversions", "value", "nulls"]
    return Ways.of_texts(table.rename_columns(columns), shared=("conversions", "value"))


@pytest.fixture(scope="module")
def small() -> Ways:
    return Ways.of_texts(SMALL, shared=("conversions", "value"))


def by_label(ways: Ways, given: np.ndarray) -> dict[str, float]:
    return dict(zip(ways.labels, given[:, 0].tolist(), strict=True))


def test_first_and_last_touch_of_the_published_paths(published: Ways) -> None:
    first, last = by_label(published, first_touch(published)), by_label(published, last_touch(published))

    assert published.total == pytest.approx([19_785, 74_802.97], abs=0.005)
    assert published.nulls.sum() == 68_602
    assert {name: first[name] for name in ("alpha", "iota", "eta", "beta")} == {
        "alpha": 6_308,
        "iota": 4_606,
        "eta": 3_164,
        "beta": 2_831,
    }
    assert {name: last[name] for name in ("alpha", "eta", "iota", "lambda")} == {
        "alpha": 8_447,
        "eta": 4_167,
        "iota": 3_355,
        "lambda": 1_207,
    }


def test_the_shapley_value_of_the_published_paths_is_that_of_all_sets_of_its_twelve_channels(
    published: Ways,
) -> None:
    assert shapley(published) == pytest.approx(_shapley_by_sets(published))


def test_every_model_gives_away_exactly_what_came(small: Ways) -> None:
    decay = np.full((4, 2), small.total / 4)
    for model, given in credits(small, decay).items():
        assert given.sum(axis=0) == pytest.approx(small.total), model
        assert (given >= 0).all(), model


def test_a_shapley_value_is_the_average_over_all_orders_of_joining(small: Ways) -> None:
    expected = np.zeros((4, 2))
    orders = list(permutations(range(4)))
    for order in orders:
        for place, label in enumerate(order):
            before, after = set(order[:place]), set(order[: place + 1])
            expected[label] += _worth(small, after) - _worth(small, before)
    assert shapley(small) == pytest.approx(expected / len(orders))


def test_a_removal_effect_is_what_the_chain_loses_when_walks_end_at_the_label(small: Ways) -> None:
    effects = removal_effects(chain(small))
    assert not isinstance(effects, Unavailable)
    whole = _chance_to_convert(small, without=None)
    slow = [1 - _chance_to_convert(small, without=label) / whole for label in range(4)]
    assert effects == pytest.approx(slow)


def test_the_whole_chance_of_the_chain_is_the_share_that_converted(small: Ways) -> None:
    share = small.total[0] / (small.total[0] + small.nulls.sum())
    assert _chance_to_convert(small, without=None) == pytest.approx(share)


def test_the_interval_of_a_first_touch_is_that_of_a_share(published: Ways) -> None:
    sure = intervals(published, {"first": first_touch(published)})["first"]
    share = share_of("x", 6_308, 19_785)
    assert sure[published.labels.index("alpha")] == pytest.approx([share.low, share.high])


def test_intervals_hold_the_true_shares_about_nineteen_times_in_twenty() -> None:
    """Walks drawn again and again from ways whose true shares are known."""
    paths = ["a > b", "a", "b > c > a", "c > b", "d > a", "d", "c", "b"]
    rates = np.array([0.05, 0.08, 0.03, 0.04, 0.02, 0.01, 0.06, 0.05])
    chances = np.concatenate([rates, 0.66 * np.array([0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1])])

    def ways_of(counts: np.ndarray) -> Ways:
        return Ways.of_texts(pa.table({"path": paths, "conversions": counts[:8], "nulls": counts[8:]}))

    truth = {
        model: given[:, 0] / given[:, 0].sum() for model, given in credits(ways_of(chances * 1e9)).items()
    }
    draw = np.random.default_rng(7)
    held: dict[str, list[bool]] = {model: [] for model in truth}
    for _ in range(40):
        ways = ways_of(draw.multinomial(3_000, chances / chances.sum()))
        for model, sure in intervals(ways, credits(ways)).items():
            held[model].extend((sure[:, 0] <= truth[model]) & (truth[model] <= sure[:, 1]))

    for model, hits in held.items():
        assert 0.88 <= np.mean(hits) <= 1, model


def test_position_gives_forty_twenty_forty() -> None:
    ways = Ways.of_texts(pa.table({"path": ["a > b > c > d", "a > b", "d"], "conversions": [10, 10, 1]}))
    given = credits(ways)["position"][:, 0]
    assert given == pytest.approx([4 + 5, 1 + 5, 1, 4 + 1])


def test_where_nothing_converted_the_removal_effect_says_so() -> None:
    ways = Ways.of_texts(pa.table({"path": ["a > b"], "conversions": [0], "nulls": [9]}))
    assert removal_effects(chain(ways)) == Unavailable("No path led to a conversion.")
    assert "markov" not in credits(ways)


def _worth(ways: Ways, labels: set[int]) -> np.ndarray:
    """What came on ways that need no other label than these."""
    total = np.zeros(ways.brought.shape[1])
    for way in range(len(ways.lengths)):
        if set(ways.steps[ways.starts[way] : ways.starts[way + 1]].tolist()) <= labels:
            total += ways.brought[way]
    return total


def _shapley_by_sets(ways: Ways) -> np.ndarray:
    """By the definition over all sets: 2^12 of them, the worth of each summed up over its subsets."""
    count = len(ways.labels)
    worth = np.zeros((1 << count, ways.brought.shape[1]))
    for way in range(len(ways.lengths)):
        mask = 0
        for step in ways.steps[ways.starts[way] : ways.starts[way + 1]].tolist():
            mask |= 1 << step
        worth[mask] += ways.brought[way]
    masks = np.arange(1 << count)
    for bit in range(count):
        inside = masks[masks & (1 << bit) > 0]
        worth[inside] += worth[inside ^ (1 << bit)]
    sizes = np.array([mask.bit_count() for mask in range(1 << count)])
    factorial = np.cumprod([1.0, *range(1, count + 1)])
    values = []
    for bit in range(count):
        without = masks[masks & (1 << bit) == 0]
        weight = factorial[sizes[without]] * factorial[count - sizes[without] - 1] / factorial[count]
        values.append((weight[:, None] * (worth[without | (1 << bit)] - worth[without])).sum(axis=0))
    return np.array(values)


def _chance_to_convert(ways: Ways, *, without: int | None) -> float:
    """Walk the chain until nobody is left on the way."""
    counts: dict[tuple[str | int, str | int], float] = {}
    for way in range(len(ways.lengths)):
        steps = ways.steps[ways.starts[way] : ways.starts[way + 1]].tolist()
        for end, often in (("well", float(ways.brought[way, 0])), ("lost", float(ways.nulls[way]))):
            walk = ["start", *steps, end]
            for move in pairwise(walk):
                counts[move] = counts.get(move, 0.0) + often
    leaving: dict[str | int, float] = {}
    for (place, _), often in counts.items():
        leaving[place] = leaving.get(place, 0.0) + often
    there: dict[str | int, float] = {"start": 1.0}
    arrived = 0.0
    for _ in range(400):
        then: dict[str | int, float] = {}
        for (place, to), often in counts.items():
            moved = there.get(place, 0.0) * often / leaving[place] if leaving[place] else 0.0
            if to == "well":
                arrived += moved
            elif to not in ("lost", without):
                then[to] = then.get(to, 0.0) + moved
        there = then
    return arrived
