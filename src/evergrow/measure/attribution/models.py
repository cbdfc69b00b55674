"""Share each way's conversions out among its visits, by rules that look at the way alone.

Each answers with a matrix: one row a label, one column for each thing that was brought; columns add up to the whole.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from evergrow.measure.attribution.ways import Floats, Ways

ENDS: Final = 0.4
"""What the position model gives to the first and to the last visit each; those between share the rest."""


def first_touch(ways: Ways) -> Floats:
    """All to the visit that began the way."""
    weights = np.zeros(len(ways.steps))
    weights[ways.starts[:-1]] = 1.0
    return shared_out(ways, weights)


def last_touch(ways: Ways) -> Floats:
    """All to the visit before the conversion."""
    weights = np.zeros(len(ways.steps))
    weights[ways.starts[1:] - 1] = 1.0
    return shared_out(ways, weights)


def linear(ways: Ways) -> Floats:
    """The same to every visit."""
    return shared_out(ways, np.repeat(1.0 / ways.lengths, ways.lengths))


def position(ways: Ways) -> Floats:
    """40 % to the first visit, 40 % to the last, the rest to those between; of two visits, half to each."""
    lengths = ways.lengths
    between = np.where(lengths > 2, (1 - 2 * ENDS) / np.maximum(lengths - 2, 1), 0.0)
    end = np.select([lengths == 1, lengths == 2], [1.0, 0.5], ENDS)
    weights = np.repeat(between, lengths)
    weights[ways.starts[:-1]] = end
    weights[ways.starts[1:] - 1] = end
    return shared_out(ways, weights)


def shapley(ways: Ways) -> Floats:
    """To each label its Shapley value, where a set of labels is worth what came on ways that need no others.

    This worth is a sum over ways, and the value of a sum is the sum of the values: of one way, by symmetry, the labels
    on it get the same, however often each is on it. So the value is exact for any number of labels and costs one pass;
    nothing is sampled, and there is no sampling error to tell.

    Source:
        Zhao, Mahboobi & Bagheri (2018), "Shapley Value Methods for Attribution Modeling in Online Advertising",
        arXiv:1804.05327, section 3.1; Shapley (1953), "A Value for n-Person Games".
    """
    count = max(len(ways.labels), 1)
    pairs = np.unique(ways.way_of_step * count + ways.steps)
    way, label = pairs // count, pairs % count
    many = np.bincount(way, minlength=len(ways.lengths))
    return _added(ways, label, ways.brought[way] / many[way][:, None])


def shared_out(ways: Ways, weights: Floats) -> Floats:
    """What every label is given, where a step gets `weights` of what its way brought."""
    return _added(ways, ways.steps, ways.brought[ways.way_of_step] * weights[:, None])


def _added(ways: Ways, labels: np.ndarray, parts: Floats) -> Floats:
    columns = [np.bincount(labels, weights=column, minlength=len(ways.labels)) for column in parts.T]
    return np.stack(columns, axis=1).astype(np.float64)
