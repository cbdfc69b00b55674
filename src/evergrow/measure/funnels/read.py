"""Read a funnel from texts, as an address or a command line gives them.

step     = event name | "'event name'" ["where" "(" condition ")"]
without  = step ["between" number "and" number]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from evergrow.definitions.conditions import (
    Behaviour,
    Comparison,
    Operand,
    Span,
    event_problems_of,
    is_of_products,
    read_condition,
)
from evergrow.kernel import Problem, Refusal, refuse
from evergrow.measure.funnels.spec import Exclusion, Funnel, Step

MOST_STEPS: Final = 12
MOST_EXCLUSIONS: Final = 6
LONGEST_WINDOW_DAYS: Final = 3_650
_BETWEEN: Final = re.compile(r"^(.*)\sbetween\s+(\d{1,3})\s+and\s+(\d{1,3})\s*$", re.DOTALL)


def read_funnel(
    steps: Sequence[str],
    *,
    window: str = "30 days",
    is_ordered: bool = True,
    hold: str | None = None,
    without: Sequence[str] = (),
) -> Funnel:
    """The funnel these texts describe.

    Raises:
        Refusal: `funnel.steps`, `funnel.window`, `funnel.without`, `funnel.step`, and what is wrong with a condition or a field.
    """
    if not 2 <= len(steps) <= MOST_STEPS:
        raise refuse(
            "funnel.steps",
            f"A funnel has 2 to {MOST_STEPS} steps, not {len(steps)}.",
            where="step",
            next_step="Name each step by an event, such as step='Product Viewed'.",
        )
    if len(without) > MOST_EXCLUSIONS:
        raise _wrong_exclusion(
            f"A funnel has at most {MOST_EXCLUSIONS} exclusions.", "Ask for those that matter."
        )
    read = tuple(read_step(text, where=f"step {number}") for number, text in enumerate(steps, 1))
    return Funnel(
        steps=read,
        window=_window(window),
        is_ordered=is_ordered,
        hold=_field(hold) if hold else None,
        without=tuple(_exclusion(text, len(read), is_ordered) for text in without),
    )


def read_step(text: str, *, where: str = "step") -> Step:
    """A step from its text.

    Raises:
        Refusal: `funnel.step`, `condition.unreadable`, or what is wrong with the condition.
    """
    text = text.strip()
    if not text.startswith("'"):
        if not text or len(text) > 200:
            raise _no_step(where)
        return Step(text)
    claim = read_condition(f"did {text}", where=where)
    act = claim.operand if isinstance(claim, Comparison) else None
    if not isinstance(act, Behaviour) or not (act.event or "").strip() or act.within is not None:
        raise _no_step(where)
    _check([event_problems_of(act.where, where=where)] if act.where else [])
    return Step(act.event or "", act.where)


def _exclusion(text: str, count: int, is_ordered: bool) -> Exclusion:
    found = _BETWEEN.match(text)
    if found is None:
        return Exclusion(read_step(text, where="without"), 1, count)
    after, before = int(found[2]), int(found[3])
    if not 1 <= after < before <= count:
        raise _wrong_exclusion(
            f"'{text}' is not between two steps of the funnel.",
            f"Name two of its {count} steps, the earlier first.",
        )
    if not is_ordered and (after, before) != (1, count):
        raise _wrong_exclusion(
            "Steps in any order have no between.", "Leave 'between' out, or ask for the order."
        )
    return Exclusion(read_step(found[1], where="without"), after, before)


def _window(text: str) -> Span:
    span = Span.read(text, longest_days=LONGEST_WINDOW_DAYS)
    if span is None:
        raise refuse(
            "funnel.window",
            f"'{text}' is no window for a funnel.",
            where="window",
            next_step=f"Write for example '14 days' or '2 hours', at most {LONGEST_WINDOW_DAYS} days.",
        )
    return span


def _field(hold: str) -> str:
    """The field that is held."""
    claim = read_condition(f"{hold} is known", where="hold")
    if not isinstance(claim, Comparison) or not isinstance(claim.operand, Operand):
        raise refuse(
            "funnel.hold",
            f"'{hold}' is no field of an event.",
            where="hold",
            next_step="Write for example properties.product_id.",
        )
    if is_of_products(claim.operand.name):
        raise refuse(
            "funnel.hold",
            "Hold a property; those of an order's products are found by themselves.",
            where="hold",
            next_step="Write for example properties.product_id.",
        )
    _check([event_problems_of(claim, where="hold")])
    return claim.operand.name


def _check(problems: Iterable[list[Problem]]) -> None:
    found = [problem for some in problems for problem in some]
    if found:
        raise Refusal(*found, status=422)


def _no_step(where: str) -> Refusal:
    return refuse(
        "funnel.step",
        "A step is an event that customers do.",
        where=where,
        next_step="Write for example 'Product Viewed' where (properties.category = 'shoes').",
    )


def _wrong_exclusion(what: str, next_step: str) -> Refusal:
    return refuse("funnel.without", what, where="without", next_step=next_step)
