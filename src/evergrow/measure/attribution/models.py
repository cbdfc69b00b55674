"""Share each way's conversions out among its visits, by rules that look at the way alone.

Each answers with a matrix: one row a label, one column for each thing that was brought; columns add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from evergrow.measure.attribution.spec import Model
from evergrow.measure.attribution.ways import Floats, Ways

ENDS: Final = 0.4
"""What the position model gives to the first and to the last visit each; those between share the rest."""


def first_touch(ways: Ways) -> Floats:
    """All to the visit that began the way."""
    return shared_out(ways, _first(ways))


def last_touch(ways: Ways) -> Floats:
    """All to the visit before the conversion."""
    return shared_out(ways, _last(ways))


def linear(ways: Ways) -> Floats:
    """The same to every visit."""
    return shared_out(ways, _linear(ways))


def position(ways: Ways) -> Floats:
    """40 % to the first visit, 40 % to the last, the rest to those between; of two visits, half to each."""
    return shared_out(ways, _position(ways))


def shapley(ways: Ways) -> Floats:
    """To each label its Shapley value, where a set of labels is worth what came on ways that need no others.

    This worth is a sum over ways, and the value of a sum is the sum of the values: of one way, by symmetry, the labels
    on it get the same, however often each is on it. So the value is exact for any number of labels and costs one pass;
    nothing is sampled, and there is no sampling error to tell.

    Source:
        Zhao, Mahboobi & Bagheri (2018), "Shapley Value Methods for Attribution Modeling in Online Advertising",
        arXiv:1804.05327, section 3.1; Shapley (1953), "A Value for n-Person Games".
    """
    return shared_out(ways, _shapley(ways))


def shared_out(ways: Ways, part: Floats) -> Floats:
    """What every label is given, where each label of each way (`ways.pairs`) gets `part` of what the way brought."""
    way, label, _ = ways.pairs
    parts = ways.brought[way] * part[:, None]
    columns = [np.bincount(label, weights=column, minlength=len(ways.labels)) for column in parts.T]
    return np.stack(columns, axis=1).astype(np.float64)


def _first(ways: Ways) -> Floats:
    weights = np.zeros(len(ways.steps))
    weights[ways.starts[:-1]] = 1.0
    return _by_label(ways, weights)


def _last(ways: Ways) -> Floats:
    weights = np.zeros(len(ways.steps))
    weights[ways.starts[1:] - 1] = 1.0
    return _by_label(ways, weights)


def _linear(ways: Ways) -> Floats:
    return _by_label(ways, np.repeat(1.0 / ways.lengths, ways.lengths))


def _position(ways: Ways) -> Floats:
    lengths = ways.lengths
    between = np.where(lengths > 2, (1 - 2 * ENDS) / np.maximum(lengths - 2, 1), 0.0)
    end = np.select([lengths == 1, lengths == 2], [1.0, 0.5], ENDS)
    weights = np.repeat(between, lengths)
    weights[ways.starts[:-1]] = end
    weights[ways.starts[1:] - 1] = end
    return _by_label(ways, weights)


def _shapley(ways: Ways) -> Floats:
    way, _, _ = ways.pairs
    return 1.0 / np.bincount(way, minlength=len(ways.lengths))[way]


def _by_label(ways: Ways, weights: Floats) -> Floats:
    """What each label of each way gets of it, from what its steps get."""
    way, _, place = ways.pairs
    return np.bincount(place, weights=weights, minlength=len(way)).astype(np.float64)


PARTS: Final[dict[Model, Callable[[Ways], Floats]]] = {
    "first": _first,
    "last": _last,
    "linear": _linear,
    "position": _position,
    "shapley": _shapley,
}
"""What each label of each way is given of it, for the models that go by the way alone."""
