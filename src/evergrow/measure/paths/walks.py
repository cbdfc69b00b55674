"""The walks of sessions from an event on, equal ones as one row.

A session is a customer's events with no longer quiet between them. The same event several times in a row counts as
once. Events of one instant come in the order of their names. Looking back is the same with time turned around.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import has_any, whole
from evergrow.measure.paths.spec import Direction
from evergrow.storage.warehouse import Given, Instant, as_table, moment

KEY: Final = "customer_key"
_AGAIN: Final = 1
_BEGINS: Final = 2
_CHOSEN: Final = 4
_BITS: Final = 3
"""A mark is the number of the event's name, and below it these bits: it comes again at once, a session begins with it,
it is the chosen event. One whole number to sort and to look ahead for, where names would cost a third more."""


def named(events: Given, start: Instant, end: Instant, without: tuple[str, ...]) -> ir.Table:
    """The events of the period that count: `customer_key`, `at`, `name`. Lazy."""
    table = as_table(events, "customer_key", "name", "at")
    inside = table.filter(table["at"] >= moment(start), table["at"] < moment(end))
    kept = inside.filter(inside.name.notin(list(without))) if without else inside
    return kept.select(KEY, "at", "name")


def numbered(events: ir.Table) -> ir.Table:
    """The names of the events in their order: `name`, `number` from 0. Lazy."""
    names = events.select("name").distinct()
    return names.mutate(number=ibis.row_number().over(order_by=names.name).cast("int64"))


def walks(
    events: ir.Table,
    names: ir.Table,
    quiet_micros: int | ir.IntegerValue,
    event: str | ir.StringValue | None = None,
    *,
    direction: Direction,
    steps: int,
) -> ir.Table:
    """One row for each distinct walk.

    Args:
        events: See `named`.
        names: See `numbered`.
        quiet_micros: Longer than this between two events, and another session begins.
        event: Where walks begin: in each session the first time it was done (before: the last). None: with the session.
        direction: Which way to walk.
        steps: How far.

    Returns:
        `step_0` to `step_N`: twice the number of the event's name, and one more where it came again at once; null
        where the session is over. `sessions`. Lazy.
    """
    way = _Way(direction, quiet_micros)
    heads = way.heads(_marked(events, names, event))
    ahead = way.ahead(heads, steps, with_chosen=event is not None)
    begun = ahead.filter(has_any(ahead.mark, _BEGINS) if event is None else _is_first(way, ahead))
    told: dict[str, ir.Value] = {"step_0": _step(begun.mark)}
    for number in range(1, steps + 1):
        mark, before = begun[f"mark_{number}"], told[f"step_{number - 1}"]
        goes_on = before.notnull() & mark.notnull() & ~has_any(mark, _BEGINS)
        told[f"step_{number}"] = ibis.ifelse(goes_on, _step(mark), ibis.null("int64"))
    each = begun.select(**told)
    return each.group_by(*told).agg(sessions=each.count())


def number_of(step: ir.IntegerValue) -> ir.IntegerValue:
    """The number of the event's name."""
    return step >> 1


def is_again(step: ir.IntegerValue) -> ir.BooleanValue:
    """Whether it came again at once."""
    return has_any(step, 1)


@dataclass(frozen=True)
class _Way:
    """Forward or back in time."""

    direction: Direction
    quiet_micros: int | ir.IntegerValue

    def order(self, events: ir.Table) -> list[ir.Value]:
        both = [events["at"], events.mark]
        return both if self.direction == "after" else [ibis.desc(each) for each in both]

    def is_apart(self, one: ir.Value, other: ir.Value) -> ir.BooleanValue:
        """Whether the quiet lies between one event and the next on the way."""
        early, late = (one, other) if self.direction == "after" else (other, one)
        return late.delta(early, unit="microsecond") > self.quiet_micros

    def heads(self, marked: ir.Table) -> ir.Table:
        """The first event of every run of the same: `customer_key`, `at`, `mark`."""
        window = ibis.window(group_by=KEY, order_by=self.order(marked))
        seen = marked.select(
            KEY,
            "at",
            "mark",
            before_at=marked["at"].lag().over(window),
            before=marked.mark.lag().over(window),
            after_at=marked["at"].lead().over(window),
            after=marked.mark.lead().over(window),
        )
        begins = seen.before_at.isnull() | self.is_apart(seen.before_at, seen["at"])
        again = (seen.after == seen.mark) & ~self.is_apart(seen["at"], seen.after_at)
        kept = seen.filter(begins | (seen.before != seen.mark))
        flags = ibis.ifelse(begins, whole(_BEGINS), whole(0)) + ibis.ifelse(
            again.fill_null(False), whole(_AGAIN), whole(0)
        )
        return kept.select(KEY, "at", mark=kept.mark + flags)

    def ahead(self, heads: ir.Table, steps: int, *, with_chosen: bool) -> ir.Table:
        """Each with the marks of the next ones; with when its session began, and when the chosen event was done before it."""
        order = self.order(heads)
        window = ibis.window(group_by=KEY, order_by=order)
        marks = {f"mark_{number}": heads.mark.lead(number).over(window) for number in range(1, steps + 1)}
        return heads.select("mark", **marks, **(self._chosen(heads, order) if with_chosen else {}))

    def _chosen(self, heads: ir.Table, order: list[ir.Value]) -> dict[str, ir.Value]:
        so_far = ibis.window(group_by=KEY, order_by=order, preceding=None, following=0)
        before = ibis.window(group_by=KEY, order_by=order, preceding=(None, 1))
        never, turn = ibis.null("timestamp(6)"), self.direction == "after"
        began = ibis.ifelse(has_any(heads.mark, _BEGINS), heads["at"], never)
        chosen = ibis.ifelse(has_any(heads.mark, _CHOSEN), heads["at"], never)
        return {
            "began_at": (began.max() if turn else began.min()).over(so_far),
            "chosen_at": (chosen.max() if turn else chosen.min()).over(before),
        }


def _is_first(way: _Way, ahead: ir.Table) -> ir.BooleanValue:
    """Whether it is the chosen event, and the first one of its session."""
    earlier = (
        ahead.chosen_at < ahead.began_at if way.direction == "after" else ahead.chosen_at > ahead.began_at
    )
    return has_any(ahead.mark, _CHOSEN) & (ahead.chosen_at.isnull() | earlier)


def _marked(events: ir.Table, names: ir.Table, event: str | ir.StringValue | None) -> ir.Table:
    chosen = whole(0) if event is None else ibis.ifelse(names.name == event, whole(_CHOSEN), whole(0))
    marks = names.select("name", mark=(names.number << _BITS) + chosen)
    both = events.inner_join(marks, "name")
    return both.select(KEY, at=both["at"].cast("timestamp(6)"), mark=both.mark)


def _step(mark: ir.IntegerValue) -> ir.IntegerValue:
    number = mark >> _BITS
    return (number << 1) + (mark & _AGAIN)
