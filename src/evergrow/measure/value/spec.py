"""The fitted models of value, and what the value report says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from evergrow.measure.metrics import Every, Figure
from evergrow.measure.value.fitting import Optimum
from evergrow.storage.warehouse import Given, as_rows


@dataclass(frozen=True)
class Patterns:
    """Purchase patterns and how many customers share each; columns of one length.

    Attributes:
        repeats: Purchases after the first, 0 or more.
        recency_days: From the first purchase to the last.
        age_days: From the first purchase to the end of what was seen; never below `recency_days`.
        customers: How many are alike in these three.
        repeat_micros: Their average repeat purchases, added up; 0 where values play no part.
    """

    repeats: NDArray[np.float64]
    recency_days: NDArray[np.float64]
    age_days: NDArray[np.float64]
    customers: NDArray[np.float64]
    repeat_micros: NDArray[np.float64]

    @classmethod
    def of(cls, table: Given) -> Patterns:
        """From the rows of `patterns`; an Ibis table, or any that speaks Arrow."""
        names = ("repeats", "recency_days", "age_days", "customers", "repeat_micros")
        rows = as_rows(table, *names, what="patterns")
        return cls(*(rows[name].to_numpy().astype(np.float64) for name in names))

    def keys(self) -> dict[str, NDArray[np.float64]]:
        """What makes customers alike, by column."""
        return {"repeats": self.repeats, "recency_days": self.recency_days, "age_days": self.age_days}

    @property
    def people(self) -> int:
        """Customers in all."""
        return int(self.customers.sum())

    @property
    def repeaters(self) -> int:
        """Customers who bought again."""
        return int(self.customers[self.repeats > 0].sum())


@dataclass(frozen=True)
class Seasons:
    """What was seen of customers who could buy once a period; columns of one length.

    Attributes:
        bought: Periods with a purchase, after the one of the first purchase.
        last: The last of them (1 is the first after it); 0 without one.
        periods: How many there were.
        customers: How many are alike.
        repeat_micros: What a period with a purchase brought of each on average, added up; 0 where values play no part.
    """

    bought: NDArray[np.float64]
    last: NDArray[np.float64]
    periods: NDArray[np.float64]
    customers: NDArray[np.float64]
    repeat_micros: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))

    @classmethod
    def of(cls, table: Given) -> Seasons:
        """From the rows of `seasons`, of which `repeat_micros` may be left out; an Ibis table, or any that speaks Arrow."""
        names = ("bought", "last", "periods", "customers", "repeat_micros")
        rows = as_rows(table, *names[:-1], what="seasons")
        return cls(*(rows[name].to_numpy().astype(np.float64) for name in names if name in rows.column_names))

    @property
    def repeats(self) -> NDArray[np.float64]:
        """Purchases after the first."""
        return self.bought

    def keys(self) -> dict[str, NDArray[np.float64]]:
        """What makes customers alike, by column."""
        return {"bought": self.bought, "last": self.last, "periods": self.periods}

    @property
    def people(self) -> int:
        """Customers in all."""
        return int(self.customers.sum())

    @property
    def repeaters(self) -> int:
        """Customers who bought again."""
        return int(self.customers[self.bought > 0].sum())


@dataclass(frozen=True, kw_only=True)
class BgNbdFit:
    """How often customers buy, and how they leave. Time is in days: `alpha_days` carries the unit.

    While active, a customer buys at random at a rate of their own; rates vary as a gamma distribution (`r`, `alpha_days`).
    After each purchase they leave for good with a chance of their own, which varies as a beta distribution (`a`, `b`).
    """

    r: float
    alpha_days: float
    a: float
    b: float
    optimum: Optimum = field(repr=False)

    @property
    def log_likelihood(self) -> float:
        """Reached by the four, with time in days."""
        return self.optimum.log_likelihood


@dataclass(frozen=True, kw_only=True)
class GammaGammaFit:
    """What a purchase brings. A customer's purchases vary around a mean of their own; the means vary, too.

    `p` and `q` have no unit; `scale` is in units of the currency.
    """

    p: float
    q: float
    scale: float
    optimum: Optimum = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class BgBbFit:
    """Who may buy once in every period, as renewals and donations: `alpha`, `beta` of buying, `gamma`, `delta` of leaving."""

    alpha: float
    beta: float
    gamma: float
    delta: float
    optimum: Optimum | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a model, with its 95 % interval."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class CalibrationRow:
    """Customers alike in their repeats by the end of the first part, and what they did in the second: told and true."""

    repeats: int
    is_last: bool
    """Has those with more repeats in it, too."""
    customers: int
    predicted: float
    low: float
    high: float
    actual: float


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """The model fitted on the first part of the history, held against the second: purchases of a customer on average."""

    split_at: datetime
    rows: list[CalibrationRow]
    predicted: Figure
    actual: Figure


@dataclass(frozen=True, kw_only=True)
class ValueBand:
    """A tenth of the customers, by expected value."""

    band: int
    customers: int
    value_micros: float
    share: float


@dataclass(frozen=True, kw_only=True)
class ValuedCustomer:
    """One customer with what is expected of them over the horizon; the interval is of the expectation."""

    customer_id: str
    name: str | None
    repeats: int
    days_since_last: int
    probability_active: float
    expected_purchases: float
    value_micros: float
    low_micros: float
    high_micros: float


@dataclass(frozen=True, kw_only=True)
class ValueReport:
    """What customers are worth over the next `horizon_days`. Lists are empty where `unavailable` says why.

    Attributes:
        as_of: Purchases before it are known. Of renewals it is where the running period began.
        renewals: How often a customer can buy; None where purchases come at any time.
        horizon_periods: How many of these periods are looked ahead.
    """

    as_of: datetime
    horizon_days: int
    renewals: Every | None
    horizon_periods: int | None
    currency: str
    unavailable: str | None
    buyers: Figure
    repeat_buyers: Figure
    active: Figure
    expected_purchases: Figure
    expected_value: Figure
    value_per_customer: Figure
    simple_lifetime_value: Figure
    parameters: list[Parameter]
    calibration: Calibration | None
    calibration_unavailable: str | None
    bands: list[ValueBand]
    best: list[ValuedCustomer]
