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

Z_95: Final = 1.959963984540054
_FURTHEST: Final = 12.0  # logs: a parameter beyond e^12 of its start says that the data do not tell it
_STEP: Final = 1e-4
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


def maximize(likelihood: Likelihood, starts: Sequence[Sequence[float]]) -> Optimum | Unavailable:
    """The top reached from the first start that leads to one; unavailable where the likelihood has no clear top."""
    center = np.log(np.asarray(starts[0], dtype=float))

    def costs(logs: Floats) -> tuple[float, Floats]:
        values = np.exp(logs)
        total, gradient = likelihood(values)
        return -total, -gradient * values

    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):  # a second thread only waits where matrices are four by four
        for start in starts:
            found = _climb(costs, np.log(np.asarray(start, dtype=float)), center)
            if found is not None:
                return found
    return Unavailable(_FLAT)


def _climb(costs: Likelihood, start: Floats, center: Floats) -> Optimum | None:
    from scipy.optimize import minimize  # 30 MB that only a fit needs

    best = minimize(
        costs,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(middle - _FURTHEST, middle + _FURTHEST) for middle in center],
        options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7},
    )
    logs = best.x
    if not np.all(np.isfinite(logs)) or np.any(np.abs(logs - center) > _FURTHEST - 0.01):
        return None
    curvature = _curvature(costs, logs)
    try:
        lengths = np.linalg.eigvalsh(curvature)
        covariance = np.linalg.inv(curvature).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    if lengths[0] <= 1e-9 * max(lengths[-1], 1.0) or np.any(np.diag(covariance) > _FURTHEST**2):
        return None
    return Optimum(values=np.exp(logs), covariance=covariance, log_likelihood=-float(best.fun))


def _curvature(costs: Likelihood, logs: Floats) -> Floats:
    rows = [
        (costs(logs + step)[1] - costs(logs - step)[1]) / (2 * _STEP) for step in _STEP * np.eye(len(logs))
    ]
    return (np.stack(rows) + np.stack(rows).T) / 2
