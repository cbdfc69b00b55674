"""What is foretold, kept current: on demand, and every night."""

from evergrow.runtime.predictions.kept import (
    CustomersAbove,
    ForetoldOf,
    KeptPredictions,
    customers_above,
    foretold_at,
    foretold_of,
    kept_predictions,
)
from evergrow.runtime.predictions.refresh import keep, refresh_predictions
from evergrow.runtime.predictions.schedule import Foretelling, foreteller, is_due

__all__ = [
    "CustomersAbove",
    "Foretelling",
    "ForetoldOf",
    "KeptPredictions",
    "customers_above",
    "foreteller",
    "foretold_at",
    "foretold_of",
    "is_due",
    "keep",
    "kept_predictions",
    "refresh_predictions",
]
