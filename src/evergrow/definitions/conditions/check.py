"""Find what a condition asks for that there is not: a metric, a field, a stage, a segment, with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from evergrow.definitions.conditions.foretold import CHANCES, FORETOLD
from evergrow.definitions.conditions.spec import (
    Behaviour,
    Comparison,
    Condition,
    InSegment,
    Looked,
    Operand,
    Share,
    Span,
    Value,
    comparisons,
)
from evergrow.definitions.documents import did_you_mean
from evergrow.kernel import Problem

EVENT_FIELDS: Final = ("name", "revenue", "currency", "order_id", "source_id")
CUSTOMER_FIELDS: Final = (
    "stage",
    "time_in_stage",
    "rfm",
    "rfm.r",
    "rfm.f",
    "rfm.m",
    *FORETOLD,
    "seen",
    "known",
)
_ROOTS: Final = ("trait.", "consent.", "context.")
_EVENT_ROOTS: Final = ("properties.", "context.")
PRODUCT: Final = "product"
"""What an event is about, itself or in the lines of an order: by id, sku or name; `product.category` and so on."""
_CLOCK: Final = ("context.hour", "context.weekday")
_ORDER: Final = (">=", "<=", ">", "<")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names that conditions may use, besides those every customer and event has. None: not looked up."""

    metrics: tuple[str, ...] = ()
    stages: tuple[str, ...] | None = None
    rfm: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None


def problems_of(condition: Condition, known: Known, *, where: str = "condition") -> list[Problem]:
    """Everything that is wrong with a condition about customers, in reading order."""
    found: list[Problem] = []
    for claim in comparisons(condition):
        if isinstance(claim, InSegment):
            found += _named(claim.name, known.segments, "segment", where)
            continue
        found += _operand(claim.operand, known, where)
        found += _value(claim, known, where)
    return found


def segment_problems_of(
    condition: Condition, segments: Iterable[str], *, where: str = "condition"
) -> list[Problem]:
    """The segments the condition asks about and that there are not."""
    names = [claim.name for claim in comparisons(condition) if isinstance(claim, InSegment)]
    return [problem for name in names for problem in _named(name, tuple(segments), "segment", where)]


def event_problems_of(condition: Condition, *, where: str = "where") -> list[Problem]:
    """Everything that is wrong with a condition about the fields of one event."""
    found: list[Problem] = []
    for claim in comparisons(condition):
        if isinstance(claim, InSegment):
            found.append(_no_field(str(claim), where))
        elif not isinstance(claim.operand, Operand) or claim.operand.within is not None:
            found.append(_no_field(str(claim.operand), where))
        elif claim.operator == "is today":
            found.append(_no_today(claim.operand.name, where))
        elif not is_of_products(claim.operand.name):
            found += _event_field(claim.operand.name, where)
    return found


def is_of_products(name: str) -> bool:
    """Whether a field has a value for each product of an event."""
    return name == PRODUCT or (name.startswith(f"{PRODUCT}.") and len(name) > len(PRODUCT) + 1)


def _operand(operand: Looked, known: Known, where: str) -> Iterator[Problem]:
    match operand:
        case Operand(name, within):
            yield from _customer_field(name, known, where)
            if within is not None and name not in known.metrics:
                yield _problem(
                    "definition.no_window", f"'{name}' has no window; only metrics and behaviour have.", where
                )
        case Behaviour(_, _, of, inner, _):
            yield from _event_field(of, where) if of else ()
            yield from event_problems_of(inner, where=where) if inner else ()
        case Share(of, _, inner, _):
            yield from event_problems_of(of, where=where)
            yield from event_problems_of(inner, where=where) if inner else ()


def _customer_field(name: str, known: Known, where: str) -> Iterator[Problem]:
    if name in known.metrics or name in CUSTOMER_FIELDS or name in _CLOCK:
        return
    if name.startswith("consent.") and name.count(".") < 2:
        yield _problem(
            "definition.unknown_field",
            f"'{name}' needs a channel and a topic.",
            where,
            "Write consent.email.offers.",
        )
    elif not any(name.startswith(root) and len(name) > len(root) for root in _ROOTS):
        names = [*known.metrics, *CUSTOMER_FIELDS]
        meant = did_you_mean(name, [*names, *(f"{root}{name.rpartition('.')[2]}" for root in _ROOTS)])
        yield _problem(
            "definition.unknown_metric",
            f"Nothing of a customer is named '{name}'.{meant}",
            where,
            f"Use {', '.join(names)}, trait.KEY, consent.CHANNEL.TOPIC, context.NAME, or did 'Event Name'.",
        )


def _event_field(name: str, where: str) -> Iterator[Problem]:
    if name in _CLOCK:
        yield _problem(
            "definition.unknown_field",
            f"An event has no field '{name}'.",
            where,
            "Ask for it beside the event.",
        )
    elif name not in EVENT_FIELDS and not name.startswith(_EVENT_ROOTS):
        yield _no_field(name, where)


def _value(claim: Comparison, known: Known, where: str) -> Iterator[Problem]:
    operand, value = claim.operand, claim.value
    is_time = isinstance(operand, Behaviour) and operand.reading.startswith("time")
    is_time = is_time or (isinstance(operand, Operand) and operand.name == "time_in_stage")
    if (
        is_time
        and not (isinstance(value, Span) and claim.operator in _ORDER)
        and claim.operator != "is known"
    ):
        yield _problem(
            "definition.not_a_length",
            f"'{operand}' is a length of time.",
            where,
            "Compare it as in > 30 days.",
        )
    if isinstance(value, Span) and not is_time:
        yield _problem(
            "definition.not_a_length",
            f"'{operand}' is no length of time.",
            where,
            f"Leave out '{value.unit}'.",
        )
    if isinstance(operand, Operand) and operand.name in CHANCES and claim.operator != "is known":
        yield from _chance(operand.name, value, where)
    if isinstance(operand, Operand) and claim.operator in ("=", "!=", "in"):
        names = {"stage": known.stages, "rfm": known.rfm, "context.weekday": WEEKDAYS}.get(operand.name)
        kind = {"rfm": "RFM segment", "context.weekday": "weekday"}.get(operand.name, operand.name)
        for one in value if isinstance(value, tuple) else (value,):
            yield from _named(str(one), names, kind, where)


def _chance(name: str, value: Value, where: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        yield _problem(
            "definition.not_a_share",
            f"'{name}' is a share, 0 to 1.",
            where,
            "Write 0.6 for 60 %, as in >= 0.6.",
        )


def _named(name: str, names: Iterable[str] | None, kind: str, where: str) -> Iterator[Problem]:
    if names is not None and name not in names:
        what = f"No {kind} is named '{name}'.{did_you_mean(name, names)}"
        if kind == "segment":
            next_step = f"List segments with `evergrow segments list`, or add segments/{name}.yaml."
            yield _problem("definition.unknown_segment", what, where, next_step)
        else:
            yield _problem("definition.unknown_name", what, where, f"There are: {', '.join(names)}.")


def _no_field(name: str, where: str) -> Problem:
    property_meant = f" Did you mean 'properties.{name}'?" if name.isidentifier() else ""
    return _problem(
        "definition.unknown_field",
        f"An event has no field '{name}'.{did_you_mean(name, EVENT_FIELDS) or property_meant}",
        where,
        f"Use {', '.join(EVENT_FIELDS)}, properties.NAME, context.NAME or, in a condition, product or product.NAME.",
    )


def _no_today(name: str, where: str) -> Problem:
    return _problem(
        "definition.unknown_field",
        f"'{name}' of an event cannot be today; a trait can.",
        where,
        "Write for example trait.birthday is today.",
    )


def _problem(code: str, what: str, where: str, next_step: str = "") -> Problem:
    return Problem(code=code, what=what, where=where, next_step=next_step)
