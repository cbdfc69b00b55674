"""The guards: what stands between a message that is due and a customer who may not want it now."""

from evergrow.deliver.guards.best import best_times_of
from evergrow.deliver.guards.judge import empty_history, judge
from evergrow.deliver.guards.leaving import LEFT, left_check
from evergrow.deliver.guards.live import (
    MOST_AT_ONCE,
    Decided,
    asked_of,
    checks_of,
    judge_outbox,
    next_judgement,
)
from evergrow.deliver.guards.quiet import quiet_end
from evergrow.deliver.guards.spec import (
    ASKED,
    DECIDED,
    ELSEWHERE,
    HISTORY,
    LISTED,
    ON_THE_LIST,
    SILENT,
    SUPPRESSIONS,
    UNGUARDED,
    WAITS,
    BestTimes,
    Judged,
    Reasons,
)

__all__ = [
    "ASKED",
    "DECIDED",
    "ELSEWHERE",
    "HISTORY",
    "LEFT",
    "LISTED",
    "MOST_AT_ONCE",
    "ON_THE_LIST",
    "SILENT",
    "SUPPRESSIONS",
    "UNGUARDED",
    "WAITS",
    "BestTimes",
    "Decided",
    "Judged",
    "Reasons",
    "asked_of",
    "best_times_of",
    "checks_of",
    "empty_history",
    "judge",
    "judge_outbox",
    "left_check",
    "next_judgement",
    "quiet_end",
]
