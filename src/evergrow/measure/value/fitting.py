"""Find the parameters that make what was seen likeliest, and how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable

Floats = NDArray[np.float64]
Likelihood = Callable[[Floats], tuple[float, Floats]]
"""Of positive parameters: the log-likelihood and its gradient."""
Curved = Callable[[Floats], tuple[float, Floats, Floats]]
"""Of positive parameters: the log-likelihood, its gradient and its second derivatives."""

Z_95: Final = 1.959963984540054
_FURTHEST: Final = 12.0  # logs: a parameter beyond e^12 of its start says that the data do not tell it
_STEP: Final = 1e-4
_TOP: Final = {"ftol": 1e-13, "gtol": 1e-7}
_NEAR: Final = {"ftol": 1e-8}
_MOST_STEPS: Final = 30
_CLOSE: Final = 1e-7  # in log-likelihood: parameters within a two-thousandth of their standard errors
_FLAT: Final = "The purchases do not tell the model's parameters apart; more history would."


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """The likeliest parameters.

    Attributes:
        values: The parameters, all positive.
        covariance: Of their logarithms, from the curvature at the optimum.
        log_likelihood: Reached there.
    """

    values: Floats
    covariance: Floats
    log_likelihood: float

    def interval(self, index: int) -> tuple[float, float]:
        """The 95 % interval of one parameter: symmetric for its logarithm, so it never crosses zero."""
        spread = np.exp(Z_95 * np.sqrt(self.covariance[index, index]))
        return float(self.values[index] / spread), float(self.values[index] * spread)

    def deviation(self, of: Callable[[Floats], Floats]) -> Floats:
        """The standard error of something computed from the parameters, by its slope at the optimum."""
        logs = np.log(self.values)
        slopes = np.stack(
            [
                (of(np.exp(logs + step)) - of(np.exp(logs - step))) / (2 * _STEP)
                for step in _STEP * np.eye(len(logs))
            ]
        )
        return np.sqrt(np.maximum(np.einsum("i...,ij,j...->...", slopes, self.covariance, slopes), 0.0))


def maximize(
    likelihood: Likelihood,
    starts: Sequence[Sequence[float]],
    *,
    curved: Curved | None = None,
    rough: Likelihood | None = None,
) -> Optimum | Unavailable:
    """The top reached from the first start that leads to one; unavailable where the likelihood has no clear top.

    Args:
        likelihood: Of what was seen.
        starts: Parameters to start from, the likeliest first.
        curved: The same likelihood with its second derivatives. Then a climb is finished by Newton's method, which takes
            three steps where one without curvature takes thirty.
        rough: A likelihood whose top is near, and which costs less: of a part of what was seen.
    """
    center = np.log(np.asarray(starts[0], dtype=float))
    costs = _in_logs(likelihood)

    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):  # a second thread only waits where matrices are four by four
        for start in starts:
            logs = np.log(np.asarray(start, dtype=float))
            found = None
            if curved is not None:
                found = _newton(curved, _lowest(_in_logs(rough or likelihood), logs, center, _NEAR), center)
            if found is None:
                found = _climb(costs, logs, center)
            if found is not None:
                return found
    return Unavailable(_FLAT)


def _in_logs(likelihood: Likelihood) -> Likelihood:
    """What to make small: of the logarithms of the parameters, so that these stay above 0."""

    def costs(logs: Floats) -> tuple[float, Floats]:
        values = np.exp(logs)
        total, gradient = likelihood(values)
        return -total, -gradient * values

    return costs


def _climb(costs: Likelihood, start: Floats, center: Floats) -> Optimum | None:
    logs = _lowest(costs, start, center, _TOP)
    if not np.all(np.isfinite(logs)):
        return None
    return _told(logs, costs(logs)[0], _curvature(costs, logs), center)


def _lowest(costs: Likelihood, start: Floats, center: Floats, exactly: dict[str, float]) -> Floats:
    from scipy.optimize import minimize  # 30 MB that only a fit needs

    bounds = [(middle - _FURTHEST, middle + _FURTHEST) for middle in center]
    options = {"maxiter": 500, **exactly}
    return minimize(costs, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x


def _newton(curved: Curved, logs: Floats, center: Floats) -> Optimum | None:
    """The top from a place near it; None where it is not near, or there is none."""
    before = np.inf
    step = np.zeros_like(logs)
    for _ in range(_MOST_STEPS):
        if not np.all(np.abs(logs - center) < _FURTHEST):
            return None
        values = np.exp(logs)
        total, gradient, bend = curved(values)
        slope = gradient * values
        curvature = -(bend * np.outer(values, values) + np.diag(slope))
        if not -total <= before + _CLOSE:  # too far: half the way
            step = step / 2
            logs = logs - step
            continue
        try:
            np.linalg.cholesky(curvature)
        except np.linalg.LinAlgError:
            return None
        step = np.linalg.solve(curvature, slope)
        if slope @ step / 2 < _CLOSE:  # what the log-likelihood has to gain
            return _told(logs, -total, curvature, center)
        before = -total
        logs = logs + step
    return None


def _told(logs: Floats, cost: float, curvature: Floats, center: Floats) -> Optimum | None:
    """The optimum, if the data tell it."""
    if np.any(np.abs(logs - center) > _FURTHEST - 0.01):
        return None
    try:
        lengths = np.linalg.eigvalsh(curvature)
        covariance = np.linalg.inv(curvature).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    if lengths[0] <= 1e-9 * max(lengths[-1], 1.0) or np.any(np.diag(covariance) > _FURTHEST**2):
        return None
    return Optimum(values=np.exp(logs), covariance=covariance, log_likelihood=-cost)


def _curvature(costs: Likelihood, logs: Floats) -> Floats:
    rows = [
        (costs(logs + step)[1] - costs(logs - step)[1]) / (2 * _STEP) for step in _STEP * np.eye(len(logs))
    ]
    return (np.stack(rows) + np.stack(rows).T) / 2
