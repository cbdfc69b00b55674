"""The removal effect: how many conversions a chain of visits would lose without a channel.

The ways are read as walks of one chain: from a start over labels to a conversion or to nothing, the next step by the last
one alone. Taking a label away sends everybody who comes to it to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evergrow.kernel import Unavailable
from evergrow.measure.attribution.ways import Floats, Ways


@dataclass(frozen=True)
class Chain:
    """Chances of the next step. `begin` (labels), `between` (labels x labels), `ends_well` (labels): at a conversion."""

    begin: Floats
    between: Floats
    ends_well: Floats


@dataclass(frozen=True)
class Steps:
    """How often each step was gone: `begin` (labels), `onward` (labels x labels, a conversion, nothing)."""

    begin: Floats
    onward: Floats


def steps_of(ways: Ways) -> Steps:
    """The steps of all ways; a way counts as often as it was gone, well or in vain."""
    count = len(ways.labels)
    converted = ways.brought[:, 0]
    gone = converted + ways.nulls
    is_last = np.zeros(len(ways.steps), dtype=bool)
    is_last[ways.starts[1:] - 1] = True
    often = gone[ways.way_of_step]
    here = ~is_last
    moves = np.bincount(
        ways.steps[here] * count + ways.steps[np.flatnonzero(here) + 1],
        weights=often[here],
        minlength=count * count,
    ).reshape(count, count)
    well = np.bincount(ways.steps[is_last], weights=converted, minlength=count)
    in_vain = np.bincount(ways.steps[is_last], weights=ways.nulls, minlength=count)
    begin = np.bincount(ways.steps[ways.starts[:-1]], weights=gone, minlength=count)
    onward = np.column_stack([moves, well, in_vain])
    return Steps(begin.astype(np.float64), onward.astype(np.float64))


def chain(ways: Ways) -> Chain:
    """The chain that the ways are walks of."""
    steps, count = steps_of(ways), len(ways.labels)
    left = steps.onward.sum(axis=1)
    onward = steps.onward / np.where(left > 0, left, 1.0)[:, None]
    return Chain(steps.begin / max(steps.begin.sum(), 1.0), onward[:, :count], onward[:, count])


def removal_effects(walk: Chain) -> Floats | Unavailable:
    """The share of the conversions that is lost without each label, 0 to 1.

    Without a label, exactly the walks are lost that come to it and would have converted from there. The chance to
    come to it at all is s N / N(c, c), where s are the chances of the first step and N = (I - Q)^-1 tells how often each
    label is visited; the chance to convert from there is N r. So one inverse answers for all labels.

    Source:
        Anderl, Becker, von Wangenheim & Schumann (2016), "Mapping the customer journey", International Journal of
        Research in Marketing 33(3), 457-474; Kemeny & Snell (1960), Finite Markov Chains, theorem 3.5.6.
    """
    visits = np.linalg.inv(np.eye(len(walk.begin)) - walk.between)
    converts = visits @ walk.ends_well
    whole = float(walk.begin @ converts)
    if whole <= 0:
        return Unavailable("No path led to a conversion.")
    comes = walk.begin @ visits / np.diag(visits)
    return comes * converts / whole


def markov(ways: Ways) -> Floats | Unavailable:
    """To each label the share of its removal effect among all removal effects."""
    effects = removal_effects(chain(ways))
    if isinstance(effects, Unavailable):
        return effects
    return (effects / effects.sum())[:, None] * ways.total
