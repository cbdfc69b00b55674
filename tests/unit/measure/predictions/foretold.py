"""One model of made-up customers, with every figure a model has; no question is asked but for their names."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.predictions import PredictionModel
from evergrow.measure.predictions.card import model_of
from evergrow.measure.predictions.catalogue import Fact
from evergrow.measure.predictions.fit import Rows, fit
from evergrow.measure.predictions.score import score
from evergrow.measure.predictions.targets import Target
from tests.unit.measure.predictions.truth import brought, tables_of
from tests.unit.measure.shop import day

_SILENCE = Fact("order_silence", "days", (10, 30))
_DID = {1: 300, 2: 150, 3: 40}


def a_model() -> PredictionModel:
    """Of 1,500 customers in three ranges, the last silent ones least likely to order again."""
    places = list(_DID)
    table = pa.table(
        {
            "order_silence": pa.array(places, pa.int8()),
            "orders": pa.array([3] * 3, pa.int8()),
            "customers": [500] * 3,
            "ordered": [_DID[place] for place in places],
        }
    )
    target = Target(model="next_purchase", days=30, outcome="ordered", has_bought=True)
    three = [Rows.of(table, target, day(30 * turn), day(30 * turn + 30)) for turn in range(3)]
    fitted = fit((three[0], three[1], three[2]), [_SILENCE])
    assert not isinstance(fitted, Unavailable)
    now = pa.table({"customer_key": [1, 2, 3], "order_silence": pa.array(places, pa.int8())})
    source = brought(tables_of(np.arange(3), np.arange(3.0), np.full(3, 5.0)))
    return model_of(source, target, fitted, score(fitted.card, now))
