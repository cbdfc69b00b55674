"""Which conditions hold for which customers, each as of an instant of its own: the one evaluator of conditions.

Segments, journeys' entries, branches, goals and campaigns' audiences ask here. What several conditions look at is
looked up once, and a customer's events are read once, however many questions there are.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions import Condition, Looked, Operand, compile_condition
from evergrow.measure.segments.acts import MICROS, read_acts, told
from evergrow.measure.segments.lookups import (
    consent,
    is_anniversary,
    read_consents,
    read_first_times,
    read_foretold,
    read_stages,
    read_traits,
    trait,
    weekday,
    with_clock,
    with_scores,
)
from evergrow.measure.segments.meaning import Needs, act_of, needs_of, trait_path
from evergrow.measure.segments.spec import Grounds, World


def holds(
    subjects: ir.Table, conditions: Mapping[str, Condition], grounds: Grounds, world: World
) -> ir.Table:
    """Whether each condition holds for each subject. Lazy.

    Args:
        subjects: `row_key` (each once), `customer_key` and `at`: who is asked about, as of when. Events at that
            very instant count. A customer may stand there for many instants.
        conditions: What is asked, by name.
        grounds: The facts. Only the subjects' rows of them are read, save for RFM, which is a place among all.
        world: What the words mean.

    Returns:
        `row_key` and a boolean column for each name; every subject, whether anything is known of it or not.
    """
    needs = needs_of(list(conditions.values()), world)
    if grounds.narrowed is not None:
        grounds = grounds.narrowed(subjects.select("customer_key").distinct())
    rows = _looked_up(subjects.select("row_key", "customer_key", "at"), needs, grounds, world)

    def judged(condition: Condition) -> ir.BooleanValue:
        return compile_condition(
            condition,
            lambda operand: _column(rows, operand, needs, world),
            segment=in_segment,
            is_today=lambda text: is_anniversary(text, rows.local_at),
        )

    def in_segment(name: str) -> ir.BooleanValue:
        """Nobody is in a segment that there is not: it may have been taken away since the condition was written."""
        return judged(world.conditions[name]) if name in world.conditions else ibis.literal(False)

    return rows.select("row_key", **{name: judged(condition) for name, condition in conditions.items()})


def _looked_up(rows: ir.Table, needs: Needs, grounds: Grounds, world: World) -> ir.Table:
    """The rows with everything that is needed beside them, joined at once: every layer would name all columns again."""
    found: list[ir.Table] = []
    if needs.acts:
        found.append(read_acts(rows, {column: act for act, column in needs.acts.items()}, grounds.events))
    if needs.traits:
        found.append(read_traits(rows, needs.traits, grounds))
    if needs.consents:
        found.append(read_consents(rows, needs.consents, grounds))
    if needs.foretold:
        found.append(read_foretold(rows, needs.foretold, grounds))
    if needs.stage:
        found.append(read_stages(rows, grounds))
    if needs.known:
        found.append(read_first_times(rows, grounds))
    joined = rows
    for place, part in enumerate(found):
        keyed = part.rename({f"key_{place}": "row_key"})
        joined = joined.left_join(keyed, [rows.row_key == keyed[f"key_{place}"]])
    if needs.scores:
        joined = with_scores(joined, needs, grounds, world)
    return with_clock(joined, needs, grounds, world) if needs.clock else joined


def _column(rows: ir.Table, operand: Looked, needs: Needs, world: World) -> ir.Value:
    """What the operand is for each row."""
    act = act_of(operand, world)
    if act is not None:
        return told(rows, needs.acts[act], act)
    assert isinstance(operand, Operand)
    name = operand.name
    if name.startswith("trait."):
        key, path = trait_path(name)
        return trait(rows, needs.traits[key], path)
    if name.startswith("consent."):
        return consent(rows, needs.consents[name.removeprefix("consent.")])
    if name in needs.foretold:
        return rows[needs.foretold[name]]
    return _NAMED[name](rows)


_NAMED = {
    "stage": lambda rows: rows.stage,
    "time_in_stage": lambda rows: rows["at"].delta(rows.stage_since, unit="microsecond") / MICROS,
    "rfm": lambda rows: rows.score_segment,
    "rfm.r": lambda rows: rows.score_r,
    "rfm.f": lambda rows: rows.score_f,
    "rfm.m": lambda rows: rows.score_m,
    "context.hour": lambda rows: rows.local_at.hour(),
    "context.weekday": lambda rows: weekday(rows.local_at),
    "seen": lambda rows: rows.first_seen_at <= rows["at"],
    "known": lambda rows: rows.known_at <= rows["at"],
}
