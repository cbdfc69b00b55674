"""BG/BB: purchases that can come once a period, as renewals and donations.

In every period an active customer buys with a chance of their own (beta distributed: `alpha`, `beta`), and before every
period leaves for good with another (`gamma`, `delta`).

Source:
    Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", Marketing
    Science 29(6), 1086-1108; the likelihood is their equation (5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.value.fitting import Floats, Optimum, maximize
from evergrow.measure.value.spec import BgBbFit

FEWEST_CUSTOMERS: Final = 50
_STEP: Final = 1e-6


@dataclass(frozen=True)
class Seasons:
    """What was seen of customers who could buy once a period; four columns of one length.

    Attributes:
        bought: Periods with a purchase, after the one of the first purchase.
        last: The last of them (1 is the first after it); 0 without one.
        periods: How many there were.
        customers: How many are alike.
    """

    bought: Floats
    last: Floats
    periods: Floats
    customers: Floats

    @classmethod
    def of(cls, table: pa.Table) -> Seasons:
        """From columns of these names."""
        names = ("bought", "last", "periods", "customers")
        return cls(*(table[name].to_numpy().astype(np.float64) for name in names))


def fit_bg_bb(seasons: Seasons) -> BgBbFit | Unavailable:
    """The likeliest parameters, or a sentence why these purchases do not carry a model."""
    people, again = int(seasons.customers.sum()), int(seasons.customers[seasons.bought > 0].sum())
    if people < FEWEST_CUSTOMERS or seasons.periods.max(initial=0) < 2:
        return Unavailable(
            f"{people} customers over {int(seasons.periods.max(initial=0))} periods; the model needs at least "
            f"{FEWEST_CUSTOMERS} over 2."
        )
    if not 0 < again < people:
        who = "Nobody" if again == 0 else "Everybody"
        return Unavailable(f"{who} bought again, so there is nothing to tell customers apart by.")
    found = maximize(_with_slopes(seasons), [(1.0, 1.0, 0.5, 2.0), (0.5, 2.0, 1.0, 5.0)])
    return found if isinstance(found, Unavailable) else _fit(found)


def probability_still_there(fit: BgBbFit, seasons: Seasons) -> Floats:
    """The chance that a customer will still be there in the next period."""
    from scipy.special import betaln

    stays = betaln(fit.gamma, fit.delta + seasons.periods + 1) - betaln(fit.gamma, fit.delta)
    return np.exp(_buying(fit, seasons) + stays - _log_likelihood(fit, seasons))


def expected_in_periods(fit: BgBbFit, seasons: Seasons, periods: int) -> Floats:
    """Purchases of a customer of each pattern in the next `periods`."""
    from scipy.special import betaln, logsumexp

    once_more = betaln(fit.alpha + seasons.bought + 1, fit.beta + seasons.periods - seasons.bought)
    ahead = np.arange(1, periods + 1)
    there = logsumexp(betaln(fit.gamma, fit.delta + seasons.periods[:, None] + ahead), axis=1)
    scale = betaln(fit.alpha, fit.beta) + betaln(fit.gamma, fit.delta)
    return np.exp(once_more + there - scale - _log_likelihood(fit, seasons))


def _buying(fit: BgBbFit, seasons: Seasons) -> Floats:
    """The log-chance of what was bought, had the customer been there all the time."""
    from scipy.special import betaln

    never = seasons.periods - seasons.bought
    return betaln(fit.alpha + seasons.bought, fit.beta + never) - betaln(fit.alpha, fit.beta)


def _log_likelihood(fit: BgBbFit, seasons: Seasons) -> Floats:
    """Either still there after the last period, or gone after any since the last purchase."""
    from scipy.special import betaln, logsumexp

    there = _buying(fit, seasons) + betaln(fit.gamma, fit.delta + seasons.periods)
    gone_after = np.arange(int(seasons.periods.max()))
    idle = seasons.last[:, None] - seasons.bought[:, None] + gone_after
    gone = betaln(fit.alpha + seasons.bought[:, None], fit.beta + idle) - betaln(fit.alpha, fit.beta)
    gone = gone + betaln(fit.gamma + 1, fit.delta + seasons.last[:, None] + gone_after)
    possible = gone_after < (seasons.periods - seasons.last)[:, None]
    terms = np.concatenate([there[:, None], np.where(possible, gone, -np.inf)], axis=1)
    return logsumexp(terms, axis=1) - betaln(fit.gamma, fit.delta)


def _with_slopes(seasons: Seasons) -> Callable[[Floats], tuple[float, Floats]]:
    """There are few patterns, so differences of the likelihood are as good as its slopes and easier to read."""

    def whole(values: Floats) -> float:
        return float(seasons.customers @ _log_likelihood(_parameters(values), seasons))

    def likelihood(values: Floats) -> tuple[float, Floats]:
        steps = _STEP * np.diag(values)
        slopes = [(whole(values + step) - whole(values - step)) / (2 * step.sum()) for step in steps]
        return whole(values), np.array(slopes)

    return likelihood


def _parameters(values: Floats, optimum: Optimum | None = None) -> BgBbFit:
    alpha, beta, gamma, delta = (float(value) for value in values)
    return BgBbFit(alpha=alpha, beta=beta, gamma=gamma, delta=delta, optimum=optimum)


def _fit(found: Optimum) -> BgBbFit:
    return _parameters(found.values, found)
