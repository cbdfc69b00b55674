"""Predictions: who will lapse, order first, order again or come up to a stage, with how good that was in the past.

On tables of your own: `facts_of` and `alike` make the facts of any orders and events (Ibis), and `predictions` takes a
`Measured` of them; `OwnFact` adds a fact, and is refused where it looks ahead.
"""

from evergrow.measure.predictions.catalogue import FACTS, Fact, OwnFact
from evergrow.measure.predictions.facts import alike, facts_of, first_seen, origins
from evergrow.measure.predictions.keep import Predicted, keep_predictions, predict
from evergrow.measure.predictions.kept import (
    above,
    customer_of,
    foretold_of,
    kept_at,
    models_kept,
    reasons_kept,
)
from evergrow.measure.predictions.known import Known, as_known
from evergrow.measure.predictions.leaks import changed, leaking
from evergrow.measure.predictions.report import Foretold, foretell, predictions, report_of
from evergrow.measure.predictions.spec import (
    HORIZONS,
    MODELS,
    ForetoldCustomer,
    KeptModel,
    ModelKey,
    PredictionModel,
    PredictionsReport,
    Reason,
)
from evergrow.measure.predictions.tables import MODELS_KEPT, PREDICTED, TABLES

__all__ = [
    "FACTS",
    "HORIZONS",
    "MODELS",
    "MODELS_KEPT",
    "PREDICTED",
    "TABLES",
    "Fact",
    "Foretold",
    "ForetoldCustomer",
    "KeptModel",
    "Known",
    "ModelKey",
    "OwnFact",
    "Predicted",
    "PredictionModel",
    "PredictionsReport",
    "Reason",
    "above",
    "alike",
    "as_known",
    "changed",
    "customer_of",
    "facts_of",
    "first_seen",
    "foretell",
    "foretold_of",
    "keep_predictions",
    "kept_at",
    "leaking",
    "models_kept",
    "origins",
    "predict",
    "predictions",
    "reasons_kept",
    "report_of",
]
