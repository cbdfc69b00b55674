"""BG/NBD: how many purchases customers will make, and whether they are still active, from patterns alone.

Source:
    Fader, Hardie & Lee (2005), "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD Model",
    Marketing Science 24(2), 275-284; the likelihood is their equation (6), the expectation their (10).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.value.bgnbd_likelihood import Seen
from evergrow.measure.value.fitting import Floats, Likelihood, Optimum, maximize
from evergrow.measure.value.spec import BgNbdFit, Patterns

FEWEST_CUSTOMERS: Final = 50
FEWEST_REPEATERS: Final = 20
_NODES: Final = 16
_NEVER: Final = np.array([1e-6, 1.0])  # leaving with a chance of one in a million
_ALIKE: Final = 1_000.0  # a and b together: chances of leaving differ by a hundredth or two
_NOTICEABLE: Final = 2.0  # in log-likelihood, for two parameters more
_CELLS: Final = 100_000
_CELLS_EACH: Final = 4
"""Pairs of whole numbers are told apart in a table of all that could be, where it has no more cells than these and so many
a pattern: sorting them took ten times as long, and was half of what is expected of everybody."""


def fit_bg_nbd(patterns: Patterns) -> BgNbdFit | Unavailable:
    """The likeliest parameters, or a sentence why these purchases do not carry a model."""
    if patterns.people < FEWEST_CUSTOMERS:
        few = "customer has" if patterns.people == 1 else "customers have"
        return Unavailable(f"{patterns.people} {few} bought; the model needs at least {FEWEST_CUSTOMERS}.")
    if patterns.repeaters < FEWEST_REPEATERS:
        few = "customer" if patterns.repeaters == 1 else "customers"
        return Unavailable(
            f"{patterns.repeaters} {few} bought on a second day; the model needs at least {FEWEST_REPEATERS}."
        )
    age = float(np.average(patterns.age_days, weights=patterns.customers)) or 1.0
    starts = [(0.5, age / 3, 0.5, 2.0), (1.0, age, 1.0, 5.0), (0.2, age / 10, 2.0, 10.0)]
    seen = Seen.of(patterns)
    likelihood = seen.likelihood
    found = maximize(likelihood, starts, curved=seen.curved, rough=seen.part().likelihood)
    if isinstance(found, Unavailable):
        found = _nobody_leaves(likelihood, starts) or _all_leave_alike(likelihood, starts) or found
    return found if isinstance(found, Unavailable) else _fit(found)


def probability_active(fit: BgNbdFit, patterns: Patterns) -> Floats:
    """The chance of each pattern that its customers have not left for good.

    Without a repeat purchase it is exactly 1: the model lets customers leave only after one. Read that as "no evidence
    yet", never as loyalty.

    Source:
        Fader, Hardie & Lee (2008), "Computing P(alive) Using the BG/NBD Model".
    """
    x = patterns.repeats
    silence = (fit.alpha_days + patterns.age_days) / (fit.alpha_days + patterns.recency_days)
    odds_left = fit.a / np.where(x > 0, fit.b + x - 1, 1.0) * silence ** (fit.r + x)
    return np.where(x > 0, 1 / (1 + odds_left), 1.0)


def expected_if_active(
    fit: BgNbdFit, repeats: Floats, age_days: Floats, days: float
) -> tuple[Floats, Floats]:
    """Purchases in the next `days` of customers still active, and of their ordered pairs (the second factorial moment).

    Given rate m and chance p of leaving, purchases come at m exp(-m p s), so their mean is (1 - exp(-m p t)) / p, and
    the mean of Y (Y - 1) is 2 (1 - p) (1 - exp(-m p t) (1 + m p t)) / p^2. Rates are gamma distributed given what was
    seen, which integrates in closed form; the chance of leaving is beta distributed, over which is summed by quadrature.
    """
    shape = fit.r + repeats
    rate = fit.alpha_days + age_days
    mean, pairs = np.empty_like(shape), np.empty_like(shape)
    for x in np.unique(repeats):
        here = repeats == x
        chances, weights = _beta_nodes(fit.a, fit.b + float(x))
        k, beta = shape[here, None], rate[here, None]
        moved = chances * days
        gone = -np.expm1(-k * np.log1p(moved / beta))
        once = k * moved / (beta + moved)
        mean[here] = gone @ (weights / chances)
        pairs[here] = (gone - (1 - gone) * once) @ (2 * (1 - chances) / chances**2 * weights)
    return mean, pairs


def expected_purchases(fit: BgNbdFit, patterns: Patterns, days: float) -> tuple[Floats, Floats]:
    """Purchases of a customer of each pattern in the next `days`: their mean and their variance."""
    # The rest of a pattern only tells who is still active.
    repeats, ages, back = _distinct(patterns.repeats, patterns.age_days)
    mean, pairs = expected_if_active(fit, repeats, ages, days)
    chance = probability_active(fit, patterns)
    expected = chance * mean[back]
    return expected, np.maximum(chance * (pairs + mean)[back] - expected**2, 0.0)


def with_values(fit: BgNbdFit, values: Floats) -> BgNbdFit:
    """The same fit with other parameters, to ask what they would change."""
    r, alpha, a, b = (float(value) for value in values)
    return BgNbdFit(r=r, alpha_days=alpha, a=a, b=b, optimum=fit.optimum)


def _distinct(repeats: Floats, ages: Floats) -> tuple[Floats, Floats, NDArray[np.integer]]:
    """The pairs that differ, by repeats, then age; and which of them each is."""
    most, span = repeats.max(initial=0.0), ages.max(initial=0.0) + 1
    cells = (most + 1) * span
    if cells > _CELLS_EACH * len(ages) + _CELLS or not (_are_whole(repeats) and _are_whole(ages)):
        pairs, back = np.unique(repeats + 1j * ages, return_inverse=True)
        return pairs.real, pairs.imag, back
    cell_of = (repeats * span + ages).astype(np.int64)
    is_there = np.zeros(int(cells), bool)
    is_there[cell_of] = True
    whole, rest = np.divmod(np.flatnonzero(is_there), int(span))
    return whole.astype(np.float64), rest.astype(np.float64), (np.cumsum(is_there) - 1)[cell_of]


def _are_whole(values: Floats) -> bool:
    return bool(np.all(values == np.floor(values)))


def _nobody_leaves(likelihood: Likelihood, starts: list[tuple[float, ...]]) -> Optimum | None:
    """The model without leaving, where no way of leaving would explain the purchases noticeably better.

    Then the two parameters of leaving have no top to climb: every small chance is as likely as the next.
    """

    def staying(values: Floats) -> tuple[float, Floats]:
        whole, gradient = likelihood(np.concatenate([values, _NEVER]))
        return whole, gradient[:2]

    found = maximize(staying, [start[:2] for start in starts])
    if isinstance(found, Unavailable):
        return None
    ways = ((a, b) for a in (0.003, 0.03, 0.3) for b in (0.5, 3.0, 20.0))
    best = max(likelihood(np.array([*found.values, *way]))[0] for way in ways)
    if best - found.log_likelihood > _NOTICEABLE:
        return None
    return Optimum(
        values=np.concatenate([found.values, _NEVER]),
        covariance=np.pad(found.covariance, (0, 2)),
        log_likelihood=found.log_likelihood,
    )


def _all_leave_alike(likelihood: Likelihood, starts: list[tuple[float, ...]]) -> Optimum | None:
    """The model with one chance of leaving for everybody, where differences would not explain the purchases noticeably
    better.

    Then only the ratio of the two parameters of leaving has a top to climb, and their size none: what is foretold hardly
    depends on it, and a day more of purchases may tip the climb either way.
    """

    def alike(values: Floats) -> tuple[float, Floats]:
        r, alpha, odds = values
        share = odds / (1 + odds)
        whole, gradient = likelihood(np.array([r, alpha, _ALIKE * share, _ALIKE * (1 - share)]))
        slope = _ALIKE / (1 + odds) ** 2 * (gradient[2] - gradient[3])
        return whole, np.array([gradient[0], gradient[1], slope])

    found = maximize(alike, [(start[0], start[1], start[2] / start[3]) for start in starts])
    if isinstance(found, Unavailable):
        return None
    r, alpha, odds = (float(value) for value in found.values)
    share = odds / (1 + odds)
    best = max(
        likelihood(np.array([r, alpha, size * share, size * (1 - share)]))[0] for size in (1.0, 5.0, 30.0)
    )
    if best - found.log_likelihood > _NOTICEABLE:
        return None
    moves = np.array(
        [[1.0, 0, 0], [0, 1, 0], [0, 0, 1 - share], [0, 0, -share]]
    )  # of the logarithms, by the chain rule
    return Optimum(
        values=np.array([r, alpha, _ALIKE * share, _ALIKE * (1 - share)]),
        covariance=moves @ found.covariance @ moves.T,
        log_likelihood=found.log_likelihood,
    )


def _fit(found: Optimum) -> BgNbdFit:
    r, alpha, a, b = (float(value) for value in found.values)
    return BgNbdFit(r=r, alpha_days=alpha, a=a, b=b, optimum=found)


@lru_cache(maxsize=4096)
def _beta_nodes(a: float, b: float) -> tuple[Floats, Floats]:
    """Places and weights that sum a smooth function over a beta distribution: Gauss-Jacobi quadrature.

    From the three-term recurrence, because the usual routine overflows where `b` is in the hundreds.

    Source:
        Golub & Welsch (1969), "Calculation of Gauss Quadrature Rules", Mathematics of Computation 23, 221-230.
    """
    left, right = b - 1, a - 1  # the exponents of (1 - z) and (1 + z) on -1 to 1
    n = np.arange(_NODES, dtype=float)
    both = 2 * n + left + right
    with np.errstate(invalid="ignore", divide="ignore"):
        diagonal = (right**2 - left**2) / (both * (both + 2))
        diagonal[0] = (right - left) / (left + right + 2)
        m, sums = n[1:], both[1:]
        squares = 4 * m * (m + left) * (m + right) * (m + left + right) / (sums**2 * (sums + 1) * (sums - 1))
    squares[0] = 4 * (1 + left) * (1 + right) / ((2 + left + right) ** 2 * (3 + left + right))
    places, vectors = np.linalg.eigh(
        np.diag(diagonal) + np.diag(np.sqrt(squares), -1)
    )  # reads the lower half
    return np.clip((1 + places) / 2, 1e-12, 1.0), vectors[0] ** 2
