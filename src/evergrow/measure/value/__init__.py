"""Value: who is still active, how much they will buy, and what they are worth, with how sure that is.

On tables of your own: `activity` and `patterns` make of any orders (Ibis, or any that speaks Arrow) what the models are fitted on.
"""

from evergrow.measure.value.bgbb import (
    expected_in_periods,
    fit_bg_bb,
    probability_still_there,
    purchases_in_periods,
)
from evergrow.measure.value.bgnbd import (
    expected_if_active,
    expected_purchases,
    fit_bg_nbd,
    probability_active,
)
from evergrow.measure.value.calibrate import (
    calibration,
    held_against,
    renewals_calibration,
    renewals_held_against,
)
from evergrow.measure.value.fitting import Optimum
from evergrow.measure.value.gamma_gamma import expected_spend, fit_gamma_gamma, spend_variance
from evergrow.measure.value.purchases import (
    activity,
    bands,
    best_customers,
    followed,
    history,
    last_day,
    patterns,
    purchase_patterns,
    spending,
    spending_patterns,
    valued,
    with_value,
)
from evergrow.measure.value.renewing import (
    best_renewing,
    renewal_bands,
    renewal_patterns,
    renewal_spending,
    renewals,
    renewals_followed,
    renewals_valued,
    seasons,
)
from evergrow.measure.value.report import everybody_valued, value
from evergrow.measure.value.spec import (
    BgBbFit,
    BgNbdFit,
    Calibration,
    CalibrationRow,
    GammaGammaFit,
    Parameter,
    Patterns,
    Seasons,
    ValueBand,
    ValuedCustomer,
    ValueReport,
)
from evergrow.measure.value.totals import Outlook, Total

__all__ = [
    "BgBbFit",
    "BgNbdFit",
    "Calibration",
    "CalibrationRow",
    "GammaGammaFit",
    "Optimum",
    "Outlook",
    "Parameter",
    "Patterns",
    "Seasons",
    "Total",
    "ValueBand",
    "ValueReport",
    "ValuedCustomer",
    "activity",
    "bands",
    "best_customers",
    "best_renewing",
    "calibration",
    "everybody_valued",
    "expected_if_active",
    "expected_in_periods",
    "expected_purchases",
    "expected_spend",
    "fit_bg_bb",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "followed",
    "held_against",
    "history",
    "last_day",
    "patterns",
    "probability_active",
    "probability_still_there",
    "purchase_patterns",
    "purchases_in_periods",
    "renewal_bands",
    "renewal_patterns",
    "renewal_spending",
    "renewals",
    "renewals_calibration",
    "renewals_followed",
    "renewals_held_against",
    "renewals_valued",
    "seasons",
    "spend_variance",
    "spending",
    "spending_patterns",
    "value",
    "valued",
    "with_value",
]
