"""A funnel as it is asked for, and what its report says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.definitions.conditions import Behaviour, Comparison, Condition, Span
from evergrow.measure.metrics import Figure


@dataclass(frozen=True)
class Step:
    """An event, and what it must be like to count. `str()` is the text it is read from."""

    event: str
    where: Condition | None = None

    def __str__(self) -> str:
        return str(self.claim()).removeprefix("did ")

    def claim(self, within: Span | None = None, *, is_done: bool = True) -> Comparison:
        """The condition that a customer did it, or did not."""
        act = Behaviour("count", self.event, None, self.where, within)
        return Comparison(act, ">=", 1) if is_done else Comparison(act, "=", 0)


@dataclass(frozen=True)
class Exclusion:
    """Who does `step` between the steps of these numbers (from 1) drops out."""

    step: Step
    after: int
    before: int

    def __str__(self) -> str:
        return f"{self.step} between {self.after} and {self.before}"


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """What customers are followed through. Hashable: its SQL is kept by it.

    Attributes:
        steps: 2 to 12.
        window: From the first step to the last at most.
        is_ordered: Whether the steps count in this order only.
        hold: A field of the events that has to be the same in all of them, such as `properties.product_id`.
        without: What must not happen on the way.
    """

    steps: tuple[Step, ...]
    window: Span = Span(30, "days")
    is_ordered: bool = True
    hold: str | None = None
    without: tuple[Exclusion, ...] = ()

    @property
    def window_micros(self) -> int:
        """The window in microseconds."""
        return self.window.seconds * 1_000_000


@dataclass(frozen=True, kw_only=True)
class FunnelStep:
    """How many came as far as a step, and how many did not who had come to the one before.

    In any order, the step of number n is any n of them. `days` is the median from the step before to this one,
    `days_low` and `days_high` the quarters; `days_from_first` the median from the first step. `lost_when` is a
    condition for a segment of who is lost before this step, null for the first step and in any order.
    """

    number: int
    event: str
    text: str
    customers: Figure
    share: Figure
    rate: Figure | None
    lost: Figure | None
    days: Figure | None
    days_low: float | None
    days_high: float | None
    days_from_first: Figure | None
    lost_when: str | None


@dataclass(frozen=True, kw_only=True)
class FunnelGroup:
    """The funnel of customers who are alike in something. `value` None: nothing is known of it."""

    value: str | None
    customers: list[int]
    conversion: Figure
    days: Figure


@dataclass(frozen=True, kw_only=True)
class FunnelReport:
    """How far customers came who began from `start` to `end`.

    Figures have that of the period compared with beside them, where there is one. `still_open` are those who may yet convert: their window is not over. Groups are the largest first; `groups_left_out`
    counts the others. `worst_step` is the number of the step before which the largest share is lost.
    """

    start: datetime
    end: datetime
    window: str
    is_ordered: bool
    hold: str | None
    without: list[str]
    unavailable: str | None
    began: Figure
    converted: Figure
    conversion: Figure
    days_to_convert: Figure
    still_open: Figure
    steps: list[FunnelStep]
    worst_step: int | None
    by: str | None
    groups: list[FunnelGroup]
    groups_left_out: int
