"""The declared shape of a journey: who comes in, the steps they pass, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, Final, Literal

from evergrow.definitions.conditions import Condition
from evergrow.definitions.schedules import Schedule

END: Final = "end"
"""Where a step leads that is the last one. No step may be named so."""


@dataclass(frozen=True, kw_only=True)
class EventMatch:
    """Events of a name, those of them that `where` holds for."""

    event: str
    where: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class SegmentChange:
    """A customer enters or leaves a segment."""

    segment: str
    change: Literal["entered", "left"]


@dataclass(frozen=True, kw_only=True)
class StageEntered:
    """A customer moves into a stage of the map in force."""

    stage: str


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """Everybody whom the journey's `only` holds for, each time the schedule says; in their own zones if `is_local`."""

    schedule: Schedule
    is_local: bool = False


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """Customers named through the API."""


Trigger = EventMatch | SegmentChange | StageEntered | Scheduled | AskedFor


@dataclass(frozen=True, kw_only=True)
class Again:
    """Whether a customer (with this key) may come in again.

    `after` counts from when they last came in. Only with "always" may they be inside twice.
    """

    rule: Literal["never", "always", "after_exit", "after"] = "after_exit"
    after: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How customers come in.

    Attributes:
        only: Must hold for the customer at that moment.
        key: A field of the event, such as `properties.cart_id`: one entry for each value.
    """

    trigger: Trigger
    only: Condition | None = None
    key: str | None = None
    again: Again = Again()


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the journey is for. It counts `within` this time of coming in, also after the last step."""

    event: EventMatch
    within: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `next` None: the step below it, or the end."""

    id: str
    next: str | None = None


@dataclass(frozen=True, kw_only=True)
class SendMessage(Step):
    """Put a message into the outbox."""

    message: str


@dataclass(frozen=True, kw_only=True)
class CallWebhook(Step):
    """Put a message of the channel webhook into the outbox."""

    webhook: str


@dataclass(frozen=True, kw_only=True)
class Wait(Step):
    """Stay for a while."""

    length: timedelta


@dataclass(frozen=True, kw_only=True)
class WaitUntil(Step):
    """Stay until a clock in the customer's zone shows this time; Monday is 0."""

    clock: time
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True)
class WaitBestHour(Step):
    """Stay until the hour of the day in which the customer mostly comes, at most so long."""

    at_most: timedelta


@dataclass(frozen=True, kw_only=True)
class WaitFor(Step):
    """Stay until the customer does something (then `then`), or has not for `at_most` (then `on_timeout`)."""

    event: EventMatch
    at_most: timedelta
    then: str | None = None
    on_timeout: str | None = None


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One way out of a branch."""

    when: Condition
    next: str


@dataclass(frozen=True, kw_only=True)
class Branch(Step):
    """Go the first way whose condition holds, else `otherwise`."""

    arms: tuple[Arm, ...]
    otherwise: str | None = None


@dataclass(frozen=True, kw_only=True)
class Split(Step):
    """Go a way by chance, the same customer always the same one. Shares add up to 1."""

    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class SetTrait(Step):
    """State a trait of the customer."""

    key: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Emit(Step):
    """Record an event of the customer."""

    event: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Leave(Step):
    """End the journey here."""


WAITS: Final = (Wait, WaitUntil, WaitBestHour, WaitFor)
"""Steps at which time passes."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """A document, read. `layout` has the canvas's places of steps, if somebody moved them."""

    name: str
    title: str
    entry: Entry
    steps: tuple[Step, ...]
    goal: Goal | None = None
    exit_on: tuple[EventMatch, ...] = ()
    exit_when: Condition | None = None
    description: str = ""
    layout: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def step(self, step_id: str) -> Step | None:
        """The step of this id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def below(self, step: Step) -> str:
        """The id of the step below this one, or END."""
        place = self.steps.index(step) + 1
        return self.steps[place].id if place < len(self.steps) else END

    def conditions(self) -> Iterator[Condition]:
        """Every condition about customers that it asks."""
        yield from (one for one in (self.entry.only, self.exit_when) if one is not None)
        for step in self.steps:
            if isinstance(step, Branch):
                yield from (arm.when for arm in step.arms)

    def after(self, step: Step) -> str:
        """Where a step leads that leads to one place only."""
        return step.next or self.below(step)

    def ways(self, step: Step) -> Iterator[str]:
        """Every place a step can lead to."""
        match step:
            case Leave():
                yield END
            case WaitFor(then=then, on_timeout=on_timeout):
                yield then or self.after(step)
                yield on_timeout or self.after(step)
            case Branch(arms=arms, otherwise=otherwise):
                yield from (arm.next for arm in arms)
                yield otherwise or self.after(step)
            case Split(shares=shares):
                yield from (target for target, _ in shares)
            case _:
                yield self.after(step)


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names a journey may use: each message with its channel, segments, stages; metrics, or None: not looked up."""

    messages: Mapping[str, str]
    segments: frozenset[str]
    stages: frozenset[str]
    metrics: frozenset[str] | None = None
