"""Predictions of customers whose truth is known, on tables of a user's own; and the sentences where there are none."""

from __future__ import annotations

from collections.abc import Iterator

import ibis.expr.types as ir
import numpy as np
import pytest

from evergrow.kernel import Refusal
from evergrow.measure.predictions import (
    Foretold,
    Known,
    OwnFact,
    PredictionModel,
    foretell,
    leaking,
    predictions,
    report_of,
)
from evergrow.measure.predictions.judged import area_under_curve
from evergrow.storage.warehouse import Warehouse, moment
from tests.unit.measure.predictions.foretold import a_model
from tests.unit.measure.predictions.truth import DAYS, Buyers, brought, buyers, kept
from tests.unit.measure.shop import SHOP, day

NOW = day(DAYS)
HONEST = OwnFact(
    "mean",
    "Average order of one's own",
    (10.0, 20.0, 30.0),
    lambda known: known.orders.group_by("customer_key").agg(
        value=known.orders.revenue_micros.mean() / 1_000_000
    ),
)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    warehouse = Warehouse()
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def shop() -> Buyers:
    return buyers(5, 3_000)


@pytest.fixture(scope="module")
def told(warehouse: Warehouse, shop: Buyers) -> tuple[Foretold, PredictionModel]:
    source = kept(warehouse, shop.tables)
    found = foretell(source, SHOP, NOW, models=("next_purchase",), own=[HONEST])
    return found[0], report_of(source, found, NOW).models[0]


@pytest.fixture(scope="module")
def found(told: tuple[Foretold, PredictionModel]) -> Foretold:
    return told[0]


@pytest.fixture(scope="module")
def model(told: tuple[Foretold, PredictionModel]) -> PredictionModel:
    return told[1]


def test_customers_are_told_apart_nearly_as_well_as_by_their_true_chances(
    shop: Buyers, model: PredictionModel
) -> None:
    true = shop.chances(DAYS - 30, 30)
    everybody = np.ones_like(true)
    best = area_under_curve(true, everybody, true).value  # what the true chances themselves reach on average

    auc = model.auc
    assert (auc.low or 0) < (auc.value or 0) < (auc.high or 0)
    assert best - 0.05 < (auc.value or 0) < best + 0.03
    assert (model.brier.value or 0) < (model.base_brier.value or 0)
    assert (model.log_loss.value or 0) < (model.base_log_loss.value or 0)


def test_as_many_do_it_as_foretold_overall_and_in_the_tenths(model: PredictionModel) -> None:
    assert (model.foretold.low or 0) <= (model.happened.value or 0) <= (model.foretold.high or 0)
    assert sum(row.customers for row in model.curve) == (model.judged and model.judged.customers)
    within = [row.low - 0.02 <= row.predicted <= row.high + 0.02 for row in model.curve]
    assert sum(within) >= len(within) - 1


def test_what_is_expected_now_holds_the_truth(shop: Buyers, model: PredictionModel) -> None:
    truth = shop.chances(DAYS, 30).sum()

    assert model.customers.value == 3_000
    assert (model.expected.low or 0) <= truth <= (model.expected.high or 0)


def test_a_customers_probability_follows_their_own_rate(shop: Buyers, found: Foretold) -> None:
    assert found.scored
    order = found.scored.keys.to_numpy() - 1
    assert np.corrcoef(found.scored.probability, 1 - np.exp(-shop.rates[order] * 30))[0, 1] > 0.75


def test_the_likeliest_have_three_reasons_that_raise_it(model: PredictionModel) -> None:
    chances = [round(one.probability, 3) for one in model.likeliest]
    assert chances == sorted(chances, reverse=True)
    for one in model.likeliest:
        assert one.alike
        assert len(one.reasons) == 3
        assert one.reasons[0].effect > 0
        effects = [abs(reason.effect) for reason in one.reasons]
        assert effects == sorted(effects, reverse=True)
    assert (
        model.likeliest[0].reasons[0].text.startswith(("Orders", "Time since", "Silence", "Spent", "Events"))
    )


def test_a_higher_threshold_holds_fewer_of_whom_more_do_it(model: PredictionModel) -> None:
    customers = [row.customers for row in model.thresholds]
    assert customers == sorted(customers, reverse=True)
    assert model.thresholds[0].share_found.value == pytest.approx(1, abs=0.1)
    sure = [row.share_right for row in model.thresholds if not row.share_right.is_small_sample]
    assert all((one.value or 0) >= row.least - 0.1 for row, one in zip(model.thresholds, sure, strict=False))


def test_a_planted_leak_is_caught_and_refused() -> None:
    source = brought(buyers(5, 200).tables)
    orders = source.orders

    def ordered_ahead(known: Known) -> ir.Table:
        later = orders.filter(orders["at"] >= moment(known.at))
        return later.group_by("customer_key").agg(value=later.count())

    leak = OwnFact("ahead", "Orders in the days ahead", (1.0, 2.0), ordered_ahead)
    assert leaking(source, [HONEST, leak], day(300)) == ["ahead"]
    with pytest.raises(Refusal) as refused:
        predictions(source, SHOP, NOW, now=NOW, models=("next_purchase",), own=[leak])
    assert refused.value.problems[0].code == "prediction.leak"


def test_a_fact_of_todays_totals_is_a_leak() -> None:
    source = brought(buyers(5, 200).tables)

    def total(known: Known) -> ir.Table:
        return known.customers.select("customer_key", value=known.customers.orders)

    def total_beside(known: Known) -> ir.Table:
        return source.customers.select("customer_key", value="orders")

    own = [OwnFact("total", "Orders", (2.0,), total), OwnFact("beside", "Orders", (2.0,), total_beside)]
    assert leaking(source, own, day(300)) == ["total", "beside"]


def test_a_fact_of_ones_own_is_used_beside_ours(model: PredictionModel) -> None:
    assert "Average order of one's own" in {fact.title for fact in model.facts}


@pytest.mark.parametrize(
    ("count", "is_alike", "reason"),
    [
        (1, False, "asked about on"),
        (20, False, "a model needs at least 100 who did and 100 who did not."),
        (1_500, True, "no better than chance"),
    ],
)
def test_customers_who_do_not_carry_a_model_are_told_so(
    warehouse: Warehouse, count: int, is_alike: bool, reason: str
) -> None:
    source = kept(warehouse, buyers(9, count, is_alike=is_alike).tables)

    (refused,) = predictions(source, SHOP, NOW, now=NOW, models=("next_purchase",), own=[HONEST]).models

    assert refused.unavailable
    assert reason in refused.unavailable
    assert refused.auc.unavailable == refused.unavailable
    assert [refused.curve, refused.facts, refused.likeliest, refused.thresholds] == [[], [], [], []]


def test_nobody_and_a_short_history_are_sentences(warehouse: Warehouse) -> None:
    source = kept(warehouse, buyers(9, 50).tables)
    early = predictions(source, SHOP, day(-1), now=NOW)
    assert {model.unavailable for model in early.models} == {"Nobody had been seen by then."}
    (short,) = predictions(source, SHOP, day(100), now=NOW, models=("next_purchase",)).models
    assert short.unavailable
    assert "to look 30 days ahead takes 120:" in short.unavailable


def test_reasons_are_told_in_words() -> None:
    told = a_model()

    assert [one.customer_id for one in told.likeliest] == ["user:1", "user:2", "user:3"]
    assert told.likeliest[0].reasons[0].text == "Time since the last order: less than 10 days"
    assert told.likeliest[2].reasons[0].text == "Time since the last order: 30 days or more"
    assert told.likeliest[0].probability == pytest.approx(0.6, abs=0.02)
    assert told.happened.value == 490
    assert told.foretold.value == pytest.approx(490, abs=0.5)
