"""BG/BB: purchases that can come once a period, as renewals and donations.

In every period an active customer buys with a chance of their own (beta distributed: `alpha`, `beta`), and before every
period leaves for good with another (`gamma`, `delta`).

Source:
    Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", Marketing
    Science 29(6), 1086-1108; the likelihood is their equation (5). Where nobody ever skipped a period, only leaving is
    left to fit: Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1), 76-90.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from evergrow.kernel import Unavailable
from evergrow.measure.value.fitting import Floats, Likelihood, Optimum, maximize
from evergrow.measure.value.spec import BgBbFit, Seasons

FEWEST_CUSTOMERS: Final = 50
FEWEST_PERIODS: Final = 2
MOST_PERIODS: Final = 600  # beyond them sums of chances leave the range of a float
_ALWAYS: Final = np.array([1e6, 1e-6])  # buying with a chance of all but one in a million millions
_NEVER: Final = np.array([1e-6, 1.0])  # leaving with a chance of one in a million
_NOTICEABLE: Final = 2.0  # in log-likelihood, for two parameters more
_STARTS: Final = [(1.0, 1.0, 0.5, 2.0), (0.5, 2.0, 1.0, 5.0)]


def fit_bg_bb(seasons: Seasons) -> BgBbFit | Unavailable:
    """The likeliest parameters, or a sentence why these purchases do not carry a model."""
    said = _too_little(seasons)
    if said is not None:
        return said
    likelihood = _likelihood(seasons)
    found = _nobody_skips(likelihood, seasons) or maximize(likelihood, _STARTS)
    if isinstance(found, Unavailable):
        found = _nobody_leaves(likelihood) or found
    return found if isinstance(found, Unavailable) else _fit(found.values, found)


def probability_still_there(fit: BgBbFit, seasons: Seasons) -> Floats:
    """The chance that a customer will still be there in the next period."""
    from scipy.special import betaln

    stays = betaln(fit.gamma, fit.delta + seasons.periods + 1) - betaln(fit.gamma, fit.delta)
    return np.exp(_buying(fit, seasons, more=0) + stays - _log_likelihood(fit, seasons))


def expected_in_periods(fit: BgBbFit, seasons: Seasons, periods: int) -> Floats:
    """Purchases of a customer of each pattern in the next `periods`."""
    return purchases_in_periods(fit, seasons, periods)[0]


def purchases_in_periods(fit: BgBbFit, seasons: Seasons, periods: int) -> tuple[Floats, Floats]:
    """The same, and how much one customer's purchases vary around it.

    A customer still there in the j-th period ahead was there in all before it, so the ordered pairs of purchases (the
    second factorial moment) are 2 (j - 1) for each, with the chance to buy twice.
    """
    from scipy.special import betaln

    ahead = np.arange(1, periods + 1)
    seen, back = np.unique(seasons.periods, return_inverse=True)
    there = np.exp(betaln(fit.gamma, fit.delta + seen[:, None] + ahead) - betaln(fit.gamma, fit.delta))
    whole = _log_likelihood(fit, seasons)
    mean = there.sum(axis=1)[back] * np.exp(_buying(fit, seasons, more=1) - whole)
    pairs = (there @ (2.0 * (ahead - 1)))[back] * np.exp(_buying(fit, seasons, more=2) - whole)
    return mean, np.maximum(pairs + mean - mean**2, 0.0)


def with_values(fit: BgBbFit, values: Floats) -> BgBbFit:
    """The same fit with other parameters, to ask what they would change."""
    return _fit(values, fit.optimum)


def _buying(fit: BgBbFit, seasons: Seasons, *, more: int) -> Floats:
    """The log-chance of what was bought and of `more` purchases after it, had the customer been there all the time."""
    from scipy.special import betaln

    never = seasons.periods - seasons.bought
    return betaln(fit.alpha + seasons.bought + more, fit.beta + never) - betaln(fit.alpha, fit.beta)


def _log_likelihood(fit: BgBbFit, seasons: Seasons) -> Floats:
    return _Ways(seasons).likelihoods(np.array([fit.alpha, fit.beta, fit.gamma, fit.delta]))[0]


def _likelihood(seasons: Seasons) -> Likelihood:
    ways = _Ways(seasons)

    def likelihood(values: Floats) -> tuple[float, Floats]:
        each, slopes = ways.likelihoods(values)
        return float(seasons.customers @ each), slopes @ seasons.customers

    return likelihood


class _Ways:
    """How each pattern can have come about: still there after the last period, or gone after any since the last purchase.

    The chance to be gone after period t depends on the number of purchases and t alone. So the sums over t are
    differences of running sums, one table for all patterns: a fit costs periods squared, not patterns times periods.
    Running sums go from the end, where the small terms are: a difference loses no more than the length of the sum.
    """

    def __init__(self, seasons: Seasons) -> None:
        self.bought, self.last = seasons.bought.astype(int), seasons.last.astype(int)
        self.periods = seasons.periods.astype(int)
        self.size = int(self.periods.max(initial=0)) + 1
        self.steps = np.arange(self.size, dtype=np.float64)
        places = np.arange(self.size)
        self.skipped = places[None, :] - places[:, None]  # by purchases and periods

    def likelihoods(self, values: Floats) -> tuple[Floats, Floats]:
        """The log-likelihood of each pattern, and its slopes by the four parameters (one row each)."""
        from scipy.special import digamma, gammaln  # 30 MB that only a fit needs

        gamma, delta = values[2:]
        buys, skips, chances, stays, leaves = self._pieces(gammaln, values)
        gone = np.where(self.skipped >= 0, buys + skips - chances + stays - leaves, -np.inf)
        top = np.diagonal(gone)  # the chance to be gone falls with time
        buys, skips, chances, stays, leaves = self._pieces(digamma, values)
        terms = np.empty((5, self.size, self.size))
        terms[0] = np.exp(gone - top[:, None])
        terms[1], terms[2] = buys - chances, skips - chances
        terms[3], terms[4] = digamma(gamma + 1) - leaves, stays - leaves
        terms[1:] *= terms[0]

        x, n = self.bought, self.periods
        sums = np.cumsum(terms[:, :, ::-1], axis=2)[:, :, ::-1]
        over = 1 / (gamma + delta + n)
        here = terms[:, x, n]  # as if gone after the last period; to be there is likelier by
        here[3:] += here[0] * np.stack([over - 1 / gamma, over])
        each = here / (over * gamma) + sums[:, x, self.last] - sums[:, x, n]
        start = np.concatenate([values, [values[0] + values[1], gamma + delta]])
        scale, slope = gammaln(start) @ [1, 1, 1, 1, -1, -1] - gammaln(gamma + 1), digamma(start)
        slopes = each[1:] / each[0] - (slope[:4] - slope[[4, 4, 5, 5]])[:, None]
        return np.log(each[0]) + top[x] - scale, slopes

    def _pieces(self, of: Callable[[Floats], Floats], values: Floats) -> tuple[Floats, ...]:
        """Of the gamma functions in the chance to be gone, by purchases (rows) and periods (columns)."""
        alpha, beta, gamma, delta = values
        starts = np.array([alpha, beta, alpha + beta, delta, gamma + delta + 1])
        found = of(starts[:, None] + self.steps)
        skips = found[1][np.maximum(self.skipped, 0)]
        return found[0][:, None], skips, found[2], found[3], found[4]


def _too_little(seasons: Seasons) -> Unavailable | None:
    people, periods = seasons.people, int(seasons.periods.max(initial=0))
    if people < FEWEST_CUSTOMERS:
        few = "customer has" if people == 1 else "customers have"
        return Unavailable(f"{people} {few} bought; the model needs at least {FEWEST_CUSTOMERS}.")
    if periods < FEWEST_PERIODS:
        return Unavailable(
            "Fewer than two whole periods have passed since the first purchases; choose a shorter period."
        )
    if periods > MOST_PERIODS:
        return Unavailable(f"The history has more than {MOST_PERIODS} periods; choose a longer period.")
    if not seasons.repeaters:
        return Unavailable(
            "Nobody bought in a second period, so there is nothing to tell customers apart by."
        )
    if np.all(seasons.bought == seasons.periods):
        return Unavailable(
            "Everybody bought in every period, so there is nothing to tell customers apart by."
        )
    return None


def _nobody_skips(likelihood: Likelihood, seasons: Seasons) -> Optimum | None:
    """Where everybody bought in every period until a last one, as who pays until cancelling: only leaving is fitted."""
    if not np.all(seasons.bought == seasons.last):
        return None

    def leaving(values: Floats) -> tuple[float, Floats]:
        whole, slopes = likelihood(np.concatenate([_ALWAYS, values]))
        return whole, slopes[2:]

    found = maximize(leaving, [start[2:] for start in _STARTS])
    if isinstance(found, Unavailable):
        return None
    return _half(found, np.concatenate([_ALWAYS, found.values]), (2, 0))


def _nobody_leaves(likelihood: Likelihood) -> Optimum | None:
    """The model without leaving, where no way of leaving would explain the purchases noticeably better."""

    def staying(values: Floats) -> tuple[float, Floats]:
        whole, slopes = likelihood(np.concatenate([values, _NEVER]))
        return whole, slopes[:2]

    found = maximize(staying, [start[:2] for start in _STARTS])
    if isinstance(found, Unavailable):
        return None
    ways = ((gamma, delta) for gamma in (0.003, 0.03, 0.3) for delta in (0.5, 3.0, 20.0))
    best = max(likelihood(np.array([*found.values, *way]))[0] for way in ways)
    if best - found.log_likelihood > _NOTICEABLE:
        return None
    return _half(found, np.concatenate([found.values, _NEVER]), (0, 2))


def _half(found: Optimum, values: Floats, around: tuple[int, int]) -> Optimum:
    covariance = np.pad(found.covariance, around)
    return Optimum(values=values, covariance=covariance, log_likelihood=found.log_likelihood)


def _fit(values: Floats, optimum: Optimum | None) -> BgBbFit:
    alpha, beta, gamma, delta = (float(value) for value in values)
    return BgBbFit(alpha=alpha, beta=beta, gamma=gamma, delta=delta, optimum=optimum)
