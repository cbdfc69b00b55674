"""Who does how many steps of a funnel in any order.

A customer reaches n where n different steps happened within the window, from the first of them to the last, inside
the period, nothing excluded between, and the held field the same in all. At each event the latest of every step is
at hand; sorted by age, the one in place n tells how long the shortest such set is. One event may be several steps.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels.events import HELD, exclusion_bit, keys_of, step_bit, with_held
from evergrow.measure.funnels.spec import Funnel
from evergrow.measure.metrics import has_any, union_of, whole

_TOO_OLD: Final = whole(1 << 60)
_NEVER = ibis.null("timestamp(6)")


def unordered_sets(marked: ir.Table, *, funnel: Funnel) -> ir.Table:
    """Every instant at which a step was done, with how old the latest of each step was then, the youngest first.

    Returns:
        The keys of a set, `at`, and `age_1`, `age_2`, ... in microseconds, 0 for the first of them; a step that was
        not done, or before something excluded, is older than any window. Lazy.
    """
    keys, numbers = keys_of(funnel), range(1, len(funnel.steps) + 1)
    steps = sum(step_bit(number) for number in numbers)
    out = sum(exclusion_bit(funnel, index) for index, _ in enumerate(funnel.without))
    if funnel.hold:
        done = marked.filter(has_any(marked.marks, steps), marked[HELD].notnull())
        marked = done.union(with_held(done, marked.filter(~has_any(marked.marks, steps))))
    instants = marked.group_by(*keys, "at").agg(marks=union_of(marked.marks))

    def last(mask: int, until: int) -> ir.TimestampValue:
        done = ibis.ifelse(has_any(instants.marks, mask), instants["at"], _NEVER)
        return done.max().over(ibis.window(group_by=keys, order_by="at", rows=(None, until)))

    latest = {f"at_{number}": last(step_bit(number), 0) for number in numbers}
    seen = instants.select(*keys, "at", "marks", **latest, out=last(out, -1) if out else _NEVER)
    seen = seen.filter(has_any(seen.marks, steps))
    ages = ibis.array([_age(seen, f"at_{number}") for number in numbers]).sort()
    aged = seen.select(*keys, "at", ages=ages)
    return aged.select(*keys, "at", **{f"age_{number}": aged.ages[number - 1] for number in numbers})


def _age(seen: ir.Table, name: str) -> ir.IntegerValue:
    counts = seen[name].notnull() & (seen.out.isnull() | (seen.out <= seen[name]))
    return ibis.ifelse(counts, seen["at"].delta(seen[name], unit="microsecond"), _TOO_OLD)
