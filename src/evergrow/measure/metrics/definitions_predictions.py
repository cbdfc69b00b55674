"""What the numbers of predictions mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

_BRIER: Final = "Brier (1950), Monthly Weather Review 78(1), 1-3"

PREDICTIONS: Final = (
    Definition(
        key="prediction_customers",
        title="Customers asked about",
        text="Who has a probability now: for lapsing those in a paying stage, for a first order those without one, for the "
        "next order those with one, for a stage those in a paying stage below it.",
        formula="customers the question is about at the moment",
    ),
    Definition(
        key="prediction_expected",
        title="Expected to do it",
        text="The sum of their probabilities. The 95 % interval holds chance, how sure the calibration is, and how far the "
        "last forecast was off beyond that, as by a season.",
        formula="sum of probabilities",
    ),
    Definition(
        key="prediction_base_rate",
        title="Base rate",
        text="The share of those asked about who did it in the period judged on: what one would say of everybody alike.",
        formula="did it / asked about",
    ),
    Definition(
        key="prediction_auc",
        title="Area under the curve",
        text="Of one customer who did it and one who did not, the chance that the first had the higher probability; 0.5 is "
        "chance, 1 is perfect. Judged on a period that came after everything the model had seen.",
        formula="P(probability of one who did > of one who did not) + half of P(equal)",
        source="DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44(3), 837-845",
    ),
    Definition(
        key="prediction_brier",
        title="Brier score",
        text="The mean squared distance of the probabilities from what happened, in the period judged on; lower is better.",
        formula="mean of (probability - (1 if it happened, else 0))^2",
        source=_BRIER,
    ),
    Definition(
        key="prediction_base_brier",
        title="Brier score of the base rate",
        text="The same had everybody been given that period's base rate: what a model has to beat.",
        formula="base rate x (1 - base rate)",
        source=_BRIER,
    ),
    Definition(
        key="prediction_log_loss",
        title="Log loss",
        text="The mean surprise at what happened, in natural logarithms; a probability near 0 or 1 that was wrong costs most. "
        "Lower is better.",
        formula="mean of -log(probability of what happened)",
    ),
    Definition(
        key="prediction_base_log_loss",
        title="Log loss of the base rate",
        text="The same had everybody been given that period's base rate.",
        formula="mean of -log(share of those alike in what happened)",
    ),
    Definition(
        key="prediction_foretold",
        title="Foretold",
        text="How many were expected to do it in the period judged on, by the model as it stood at its start, with the 95 % "
        "interval of chance and calibration.",
        formula="sum of probabilities at the start of the period",
    ),
    Definition(
        key="prediction_happened",
        title="Happened",
        text="How many of them did it.",
        formula="customers",
    ),
    Definition(
        key="prediction_share_right",
        title="Right",
        text="Of the customers at or above this probability at the start of the period judged on, the share who did it.",
        formula="did it and were above / were above",
    ),
    Definition(
        key="prediction_share_found",
        title="Found",
        text="Of all who did it in the period judged on, the share who had been at or above this probability.",
        formula="did it and were above / did it",
    ),
)
