"""All models on the same ways, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evergrow.kernel import Unavailable
from evergrow.measure.attribution import models
from evergrow.measure.attribution.markov import markov
from evergrow.measure.attribution.spec import MODELS, Model
from evergrow.measure.attribution.ways import Floats, Ways

_BY_WAY = {
    "first": models.first_touch,
    "last": models.last_touch,
    "linear": models.linear,
    "position": models.position,
    "markov": markov,
    "shapley": models.shapley,
}


def credits(ways: Ways, decay: Floats | None = None) -> Mapping[Model, Floats]:
    """What each model gives to each label: one row a label, one column for each thing that the ways brought.

    Args:
        ways: At least one of them with a conversion, or the removal effect is left out.
        decay: What `decayed` gave, in the order of `ways.labels`; without it, the model by age is left out, because
            grouped ways carry no times.
    """
    given: dict[Model, Floats] = {}
    for model in MODELS:
        found: Floats | Unavailable | None = decay if model == "decay" else _BY_WAY[model](ways)
        if found is not None and not isinstance(found, Unavailable):
            given[model] = found
    return given


def in_order_of(labels: tuple[str, ...], rows: list[dict[str, Any]], names: tuple[str, ...]) -> Floats:
    """The rows of `decayed` as a matrix with a row for each of the labels."""
    by_label = {row["label"]: row for row in rows}
    return np.array(
        [[float(by_label[label][name]) if label in by_label else 0.0 for name in names] for label in labels]
    ).reshape(len(labels), len(names))
