"""What customers did until an instant of their own: any number of questions, one pass over their events."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false, reportIndexIssue=false

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions import Comparison, Condition, Operand, Reading
from evergrow.measure.metrics import event_field, event_holds, whole
from evergrow.storage.warehouse import moment

MICROS: Final = 1_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLACES: Final = 17  # digits of the microseconds since 1970, until the year 5138


@dataclass(frozen=True)
class Act:
    """One question to a customer's events. `events` None takes all; `share_of` asks which part of them is so."""

    reading: Reading
    events: tuple[str, ...] | None
    of: str | None = None
    where: Condition | None = None
    within_seconds: int | None = None
    share_of: Comparison | None = None


PAID: Final = Comparison(Operand("revenue"), ">", 0)


def since_epoch(at: ir.Value) -> ir.IntegerValue:
    """An instant as microseconds since 1970."""
    return at.delta(moment(_EPOCH), unit="microsecond")


def stamped(at: ir.Value, text: ir.Value) -> ir.StringValue:
    """A text with its instant before it, so that the largest is the latest; among equal instants, the largest text."""
    return since_epoch(at).cast("string").lpad(_PLACES, "0") + text


def unstamped(text: ir.Value) -> ir.StringValue:
    """The text that was stamped."""
    return text.substr(_PLACES)


def with_acts(rows: ir.Table, acts: Mapping[str, Act], events: ir.Table) -> ir.Table:
    """`rows` with a column for the answer to each question. Lazy.

    Args:
        rows: `row_key`, `customer_key`, `at`, and whatever else is to be kept.
        acts: The questions by the name of their column.
        events: As `Grounds` has them; those at the very instant of a row count, those as old as a window do not.

    Returns:
        Counts and sums (0 where nothing counts); the other readings, null where nothing counts: numbers,
        texts for `first` and `last`, seconds for times.
    """
    if not acts:
        return rows
    seen = _seen(rows, list(acts.values()), events)
    judged = seen.select("row_key", "happened_at", **_marks(seen, acts))
    found = judged.group_by("row_key").agg(**_read(judged, acts))
    joined = rows.left_join(found, "row_key").drop("row_key_right")
    return joined.select(*rows.columns, **{name: _told(joined, name, act) for name, act in acts.items()})


def _seen(rows: ir.Table, acts: Sequence[Act], events: ir.Table) -> ir.Table:
    """The events that may count, once for every row of their customer, with their age in microseconds."""
    names = None if any(act.events is None for act in acts) else sorted(_names(acts))
    if names is not None:
        events = events.filter(events.name.isin(names))
    asked = rows.select("row_key", asking_key="customer_key", asked_at="at")
    seen = events.rename(happened_at="at").inner_join(asked, [events.customer_key == asked.asking_key])
    seen = seen.filter(seen.happened_at <= seen.asked_at)
    seen = seen.mutate(age=seen.asked_at.delta(seen.happened_at, unit="microsecond"))
    windows = [act.within_seconds for act in acts]
    if all(window is not None for window in windows):
        seen = seen.filter(seen.age < whole(max(window for window in windows if window is not None) * MICROS))
    return seen


def _names(acts: Iterable[Act]) -> set[str]:
    return {name for act in acts for name in act.events or ()}


def _marks(seen: ir.Table, acts: Mapping[str, Act]) -> dict[str, ir.Value]:
    """For each question: whether an event counts, and the value it gives."""
    marks: dict[str, ir.Value] = {}
    for name, act in acts.items():
        claims = [] if act.events is None else [seen.name.isin(act.events)]
        if act.where is not None:
            claims.append(event_holds(seen, act.where))
        if act.within_seconds is not None:
            claims.append(seen.age < whole(act.within_seconds * MICROS))
        counts = reduce(ir.BooleanValue.__and__, claims) if claims else ibis.literal(True)
        marks[f"{name}_counts"] = counts
        if act.share_of is not None:
            marks[f"{name}_value"] = event_holds(seen, act.share_of)
        elif act.of is not None:
            marks[f"{name}_value"] = _value(seen, act)
    return marks


def _value(seen: ir.Table, act: Act) -> ir.Value:
    if act.of == "revenue" and act.reading in ("sum", "average", "highest", "lowest"):
        return seen.revenue_micros.cast("float64")  # whole below 2**53, so sums of money stay exact
    value = event_field(seen, act.of or "name")
    if act.reading in ("first", "last"):
        return stamped(seen.happened_at, value.cast("string"))
    return value.try_cast("float64") if isinstance(value, ir.StringValue) else value.cast("float64")


def _read(judged: ir.Table, acts: Mapping[str, Act]) -> dict[str, ir.Value]:
    """The aggregates: one for each question, two for a share."""
    found: dict[str, ir.Value] = {}
    for name, act in acts.items():
        counts = judged[f"{name}_counts"]
        if act.share_of is not None:
            found[f"{name}_like"] = judged.count(where=counts & judged[f"{name}_value"])
        if act.reading == "count":
            found[f"{name}_read"] = judged.count(where=counts)
        elif act.reading in ("time since first", "time since last"):
            at = judged.happened_at
            found[f"{name}_read"] = (
                at.min(where=counts) if act.reading.endswith("first") else at.max(where=counts)
            )
        else:
            found[f"{name}_read"] = _AGGREGATES[act.reading](judged[f"{name}_value"], counts)
    return found


_AGGREGATES: Final = {
    "sum": lambda value, counts: value.sum(where=counts),
    "average": lambda value, counts: value.mean(where=counts),
    "highest": lambda value, counts: value.max(where=counts),
    "lowest": lambda value, counts: value.min(where=counts),
    "first": lambda value, counts: value.min(where=counts),
    "last": lambda value, counts: value.max(where=counts),
}


def _told(joined: ir.Table, name: str, act: Act) -> ir.Value:
    """The answer as a condition compares it."""
    read = joined[f"{name}_read"]
    if act.share_of is not None:
        return joined[f"{name}_like"] / read.nullif(0)
    if act.reading == "count":
        return read.fill_null(0)
    if act.reading in ("first", "last"):
        return unstamped(read)
    if act.reading.startswith("time"):
        return joined["at"].delta(read, unit="microsecond") / MICROS
    amount = read / MICROS if act.of == "revenue" else read
    return amount.fill_null(0.0) if act.reading == "sum" else amount
