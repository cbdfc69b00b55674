"""Which journeys run, and by which versions."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select

from evergrow.definitions.journeys import Journey, Known, Trigger, customer_problems, read_journey
from evergrow.definitions.messages import read_message
from evergrow.definitions.store import Kept, document, documents_at, meant
from evergrow.engage.journeys.outbox import Template
from evergrow.engage.journeys.spec import Course
from evergrow.engage.journeys.tables import journey_counts, journey_states
from evergrow.kernel import refuse
from evergrow.measure.segments import World
from evergrow.storage.state import Tx

KIND = "journey"


def running_courses(tx: Tx) -> list[Course]:
    """Every journey that was launched and not stopped, with all versions that somebody is on."""
    query = select(journey_states).where(journey_states.c.status != "stopped")
    states = tx.rows(query.order_by(journey_states.c.journey))
    inhabited = _inhabited(tx, [state["journey"] for state in states])
    numbers = {state["journey"]: {state["version"], *inhabited[state["journey"]]} for state in states}
    kept = documents_at(tx, KIND, [(name, number) for name, those in numbers.items() for number in those])
    versions: dict[str, dict[int, Journey]] = {name: {} for name in numbers}
    for one in kept:
        versions[one.name][one.version] = _journey(one.text)
    return [
        Course(
            name=state["journey"],
            versions=versions[state["journey"]],
            version=state["version"],
            open_since=state["open_since"],
            is_paused=state["status"] == "paused",
        )
        for state in states
    ]


def is_any_running(tx: Tx) -> bool:
    """Whether any journey was launched and not stopped."""
    running = select(journey_states.c.journey).where(journey_states.c.status != "stopped")
    return tx.first(running.limit(1)) is not None


def running_triggers(tx: Tx) -> list[Trigger]:
    """What lets customers into each journey that was launched and not stopped."""
    versions = select(journey_states.c.journey, journey_states.c.version)
    rows = tx.rows(versions.where(journey_states.c.status != "stopped"))
    kept = documents_at(tx, KIND, [(row["journey"], row["version"]) for row in rows]) if rows else []
    return [_journey(one.text).entry.trigger for one in kept]


def kept_journey(tx: Tx, name: str, version: int | None = None) -> Kept:
    """A version of a journey's document, the newest unless one is named.

    Raises:
        Refusal: `journey.unknown`.
    """
    kept = document(tx, KIND, name, version)
    if kept is None:
        raise unknown_journey(tx, name)
    return kept


def unknown_journey(tx: Tx, name: str) -> Exception:
    """The refusal for a journey that is not there."""
    return refuse(
        "journey.unknown",
        f"No journey is named '{name}'.{meant(tx, KIND, name)}",
        where="journey",
        next_step="Choose one on the Journeys page, or save it first.",
        status=404,
    )


def templates_of(tx: Tx, names: list[str]) -> dict[str, Template]:
    """The messages of these names that still exist."""
    found = {}
    for name in names:
        kept = document(tx, "message", name)
        if kept is not None:
            message = _message(kept.text)
            found[name] = Template(channel=message[0], topic=message[1], version=kept.version)
    return found


def inside(tx: Tx, journey: str) -> dict[int, int]:
    """How many stand in each version of a journey."""
    return _inside(tx, [journey])[journey]


def is_sound(course: Course, world: World) -> bool:
    """Whether all that the journey asks of customers still exists: a metric or a segment may have been removed."""
    known = Known(
        messages={},
        segments=frozenset(world.conditions),
        stages=frozenset(stage.id for stage in world.lifecycle.stages),
        metrics=frozenset({"seen", "known", *(metric.name for metric in world.lifecycle.metrics)}),
    )
    asked = [condition for journey in course.versions.values() for condition in journey.conditions()]
    return not any(customer_problems(condition, known) for condition in asked)


def _inhabited(tx: Tx, journeys: list[str]) -> dict[str, set[int]]:
    return {
        name: {version for version, number in numbers.items() if number > 0}
        for name, numbers in _inside(tx, journeys).items()
    }


def _inside(tx: Tx, journeys: list[str]) -> dict[str, dict[int, int]]:
    query = select(journey_counts).where(journey_counts.c.journey.in_(journeys))
    found: dict[str, dict[int, int]] = {name: {} for name in journeys}
    for row in tx.rows(query):
        numbers, what, count = found[row["journey"]], row["what"], row["count"]
        if what == "moved.in" or (row["step"] == "" and what == "entered"):
            numbers[row["version"]] = numbers.get(row["version"], 0) + count
        elif what == "moved.out" or what.startswith("ended."):
            numbers[row["version"]] = numbers.get(row["version"], 0) - count
    return found


@lru_cache(maxsize=512)
def _journey(text: str) -> Journey:
    return read_journey(text)


@lru_cache(maxsize=512)
def _message(text: str) -> tuple[str, str]:
    message = read_message(text)
    return message.channel, message.topic
