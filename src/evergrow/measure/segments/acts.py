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

from evergrow.definitions.conditions import Comparison, Condition, Operand, Reading, operands
from evergrow.measure.metrics import event_column, event_field, event_holds, whole
from evergrow.storage.warehouse import moment

MICROS: Final = 1_000_000
TEXTS: Final = frozenset({"currency", "order_id", "source_id", "properties", "context"})
"""Columns of events that take longer to read than all others together."""
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


def columns_of(acts: Iterable[Act]) -> frozenset[str]:
    """The columns of events that answering reads, beside whose, what and when."""
    found = set()
    for act in acts:
        found |= {event_column(act.of)} if act.of else set()
        asked = [claim for claim in (act.where, act.share_of) if claim is not None]
        found |= {event_column(operand) for claim in asked for operand in operands(claim)}
    return frozenset(found)


def look_back_of(acts: Iterable[Act]) -> int | None:
    """How many seconds before an instant the oldest event may lie whose texts are read to answer as of it; None: any age."""
    windows = [act.within_seconds for act in acts if columns_of([act]) & TEXTS]
    return None if None in windows else max((window for window in windows if window is not None), default=0)


def read_acts(rows: ir.Table, acts: Mapping[str, Act], events: ir.Table) -> ir.Table:
    """What answers each question, for the rows whose customers did anything that may count. Lazy.

    Args:
        rows: `row_key`, `customer_key`, `at`.
        acts: The questions by the name of their column.
        events: As `Grounds` has them; those at the very instant of a row count, those as old as a window do not.

    Returns:
        `row_key` and a column for each question, which `told` makes an answer of; for a share one more.
    """
    seen = _seen(rows, list(acts.values()), events)
    found: dict[str, ir.Value] = {}
    for name, act in acts.items():
        found |= _read(seen, name, act)
    return seen.group_by("row_key").agg(**found)


def told(rows: ir.Table, name: str, act: Act) -> ir.Value:
    """The answer to a question as a condition compares it, from rows that were joined with what `read_acts` found.

    Counts and sums (0 where nothing counts); the other readings, null where nothing counts: numbers, texts for
    `first` and `last`, seconds for times.
    """
    read = rows[name]
    if act.share_of is not None:
        return rows[f"{name}_like"] / read.nullif(0)
    if act.reading == "count":
        return read.fill_null(0)
    if act.reading in ("first", "last"):
        return unstamped(read)
    if act.reading.startswith("time"):
        return rows["at"].delta(read, unit="microsecond") / MICROS
    amount = read / MICROS if act.of == "revenue" else read
    return amount.fill_null(0.0) if act.reading == "sum" else amount


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


def _counts(seen: ir.Table, act: Act) -> ir.BooleanValue:
    """Whether an event counts for the question."""
    claims = [] if act.events is None else [seen.name.isin(act.events)]
    if act.where is not None:
        claims.append(event_holds(seen, act.where))
    if act.within_seconds is not None:
        claims.append(seen.age < whole(act.within_seconds * MICROS))
    return reduce(ir.BooleanValue.__and__, claims) if claims else ibis.literal(True)


def _value(seen: ir.Table, act: Act) -> ir.Value:
    if act.of == "revenue" and act.reading in ("sum", "average", "highest", "lowest"):
        return seen.revenue_micros.cast("float64")  # whole below 2**53, so sums of money stay exact
    value = event_field(seen, act.of or "name")
    if act.reading in ("first", "last"):
        return stamped(seen.happened_at, value.cast("string"))
    return value.try_cast("float64") if isinstance(value, ir.StringValue) else value.cast("float64")


def _read(seen: ir.Table, name: str, act: Act) -> dict[str, ir.Value]:
    """The aggregates of a question: one, or two for a share."""
    counts, at = _counts(seen, act), seen.happened_at
    if act.reading in ("time since first", "time since last"):
        return {name: at.min(where=counts) if act.reading.endswith("first") else at.max(where=counts)}
    if act.reading != "count":
        return {name: _AGGREGATES[act.reading](_value(seen, act), counts)}
    found: dict[str, ir.Value] = {name: seen.count(where=counts)}
    if act.share_of is not None:
        found[f"{name}_like"] = seen.count(where=counts & event_holds(seen, act.share_of))
    return found


_AGGREGATES: Final = {
    "sum": lambda value, counts: value.sum(where=counts),
    "average": lambda value, counts: value.mean(where=counts),
    "highest": lambda value, counts: value.max(where=counts),
    "lowest": lambda value, counts: value.min(where=counts),
    "first": lambda value, counts: value.min(where=counts),
    "last": lambda value, counts: value.max(where=counts),
}
