"""What the value report asks of the warehouse and of the models: where purchases come at any time, and once a period."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Every, Measured, day_number, period_number, period_start
from evergrow.measure.value import bgbb, bgnbd, purchases, renewing
from evergrow.measure.value.calibrate import calibration, renewals_calibration
from evergrow.measure.value.ranking import BANDS, BEST
from evergrow.measure.value.spec import BgBbFit, BgNbdFit, Calibration, Patterns, Seasons
from evergrow.measure.value.totals import Alike, Outlook

Rows = list[dict[str, Any]]
DAYS: Final[dict[Every, float]] = {"week": 7, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
_PATTERNS: Final = pa.schema(
    [
        ("repeats", pa.int64()),
        ("recency_days", pa.int64()),
        ("age_days", pa.int64()),
        ("customers", pa.int64()),
        ("repeat_micros", pa.float64()),
    ]
)
_SEASONS: Final = pa.schema(
    [
        ("bought", pa.int64()),
        ("last", pa.int64()),
        ("periods", pa.int64()),
        ("customers", pa.int64()),
        ("repeat_micros", pa.float64()),
    ]
)
_SPENDING: Final = pa.schema([("repeats", pa.int64()), ("cents", pa.int64()), ("customers", pa.int64())])


@dataclass(frozen=True)
class Buying:
    """Customers by pattern, the model of their buying, and what it tells of them; one of the last two."""

    alike: Alike
    fit: BgNbdFit | BgBbFit | Unavailable
    outlook: Outlook | None


class Asking(ABC):
    """One asking: of which tables, until when, and how far ahead."""

    source: Measured
    at: datetime
    parameters: tuple[str, ...]
    """Of the model of buying, in its order."""
    kind: str
    """What the definitions of figures about purchases begin with."""

    @abstractmethod
    def buying(self) -> Buying:
        """What was bought, and the model of it."""

    @abstractmethod
    def spending(self) -> pa.Table:
        """What `fit_gamma_gamma` takes."""

    @abstractmethod
    def bands(self, expected: pa.Table) -> Rows:
        """Customers in tenths by value."""

    @abstractmethod
    def best(self, expected: pa.Table) -> Rows:
        """The most valuable customers."""

    @abstractmethod
    def calibration(self) -> Calibration | Unavailable:
        """The model held against the last part of the history."""

    def first_at(self) -> datetime:
        """The first purchase of all, where there is one."""
        first = self.source.ask(purchases.history, self.source.orders, self.at)[0]["first_at"]
        return first.replace(tzinfo=UTC)


@dataclass(frozen=True)
class AtAnyTime(Asking):
    """Purchases at any time, over the next `days`."""

    source: Measured
    at: datetime
    days: int
    parameters = ("r", "alpha_days", "a", "b")
    kind = ""

    @property
    def today(self) -> int:
        return purchases.last_day(self.at, self.source.zone)

    def buying(self) -> Buying:
        rows = self.source.ask(
            purchases.purchase_patterns, self.source.orders, self.at, self.today, zone=self.source.zone
        )
        patterns = Patterns.of(pa.Table.from_pylist(rows, schema=_PATTERNS))
        fit = bgnbd.fit_bg_nbd(patterns)
        told = None if isinstance(fit, Unavailable) else Outlook.over(fit, patterns, float(self.days))
        return Buying(patterns, fit, told)

    def spending(self) -> pa.Table:
        rows = self.source.ask(
            purchases.spending_patterns, self.source.orders, self.at, self.today, zone=self.source.zone
        )
        return pa.Table.from_pylist(rows, schema=_SPENDING)

    def valued(self, expected: pa.Table) -> pa.Table:
        """Everybody, with what is expected of them."""
        orders, zone = self.source.orders, self.source.zone
        return self.source.columns(purchases.valued, orders, self.at, self.today, expected, zone=zone)

    def bands(self, expected: pa.Table) -> Rows:
        given = self.source.orders, self.at, self.today, expected
        return self.source.ask(purchases.bands, *given, zone=self.source.zone, count=BANDS)

    def best(self, expected: pa.Table) -> Rows:
        given = self.source.orders, self.source.customers, self.at, self.today, expected
        return self.source.ask(purchases.best_customers, *given, zone=self.source.zone, count=BEST)

    def calibration(self) -> Calibration | Unavailable:
        return calibration(self.source, self.first_at(), self.at, longest=timedelta(days=self.days))


@dataclass(frozen=True)
class OncePer(Asking):
    """Purchases once a period at most, over the next `periods`.

    Attributes:
        at: Where the running period begins.
        running: Its number.
        asked_at: The moment that was asked about.
    """

    source: Measured
    at: datetime
    running: int
    asked_at: datetime
    periods: int
    every: Every
    parameters = ("alpha", "beta", "gamma", "delta")
    kind = "renewal_"

    @classmethod
    def of(cls, source: Measured, at: datetime, days: int, every: Every) -> OncePer:
        """Over about so many days, at least one period."""
        running = period_number(at, source.zone, every)
        ahead = max(1, round(days / DAYS[every]))
        return cls(source, period_start(running, source.zone, every), running, at, ahead, every)

    def buying(self) -> Buying:
        rows = self._ask(renewing.renewal_patterns, self.source.orders, self.at, self.running)
        seasons = Seasons.of(pa.Table.from_pylist(rows, schema=_SEASONS))
        fit = bgbb.fit_bg_bb(seasons)
        told = None if isinstance(fit, Unavailable) else Outlook.over_periods(fit, seasons, self.periods)
        return Buying(seasons, fit, told)

    def spending(self) -> pa.Table:
        rows = self._ask(renewing.renewal_spending, self.source.orders, self.at, self.running)
        return pa.Table.from_pylist(rows, schema=_SPENDING)

    def bands(self, expected: pa.Table) -> Rows:
        given = self.source.orders, self.at, self.running, expected
        return self._ask(renewing.renewal_bands, *given, count=BANDS)

    def best(self, expected: pa.Table) -> Rows:
        today = day_number(self.asked_at - timedelta(microseconds=1), self.source.zone)
        given = self.source.orders, self.source.customers, self.at, self.running, today, expected
        return self._ask(renewing.best_renewing, *given, count=BEST)

    def calibration(self) -> Calibration | Unavailable:
        first = period_number(self.first_at(), self.source.zone, self.every)
        return renewals_calibration(self.source, first, self.running, every=self.every, longest=self.periods)

    def _ask(self, question: Any, *given: Any, **shape: Any) -> Rows:
        return self.source.ask(question, *given, every=self.every, zone=self.source.zone, **shape)
