"""Predictions: who will lapse, order first, order again or come up to a stage, with how good that was in the past.

On tables of your own: `facts_of` and `alike` make the facts of any orders and events (Ibis), and `predictions` takes a
`Measured` of them; `OwnFact` adds a fact, and is refused where it looks ahead.
"""

from evergrow.measure.predictions.catalogue import FACTS, Fact, OwnFact
from evergrow.measure.predictions.facts import alike, facts_of, first_seen
from evergrow.measure.predictions.known import Known, as_known
from evergrow.measure.predictions.leaks import changed, leaking
from evergrow.measure.predictions.report import Foretold, foretell, predictions, report_of
from evergrow.measure.predictions.spec import (
    HORIZONS,
    MODELS,
    ForetoldCustomer,
    Model,
    ModelKey,
    PredictionsReport,
    Reason,
)

__all__ = [
    "FACTS",
    "HORIZONS",
    "MODELS",
    "Fact",
    "Foretold",
    "ForetoldCustomer",
    "Known",
    "Model",
    "ModelKey",
    "OwnFact",
    "PredictionsReport",
    "Reason",
    "alike",
    "as_known",
    "changed",
    "facts_of",
    "first_seen",
    "foretell",
    "leaking",
    "predictions",
    "report_of",
]
