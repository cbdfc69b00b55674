"""The account of a journey or campaign: entries = sent + suppressed (by reason) + waiting + failed, step by step.

Reads   the outbox, by counting in one of its indexes only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_WAITING: Final = ("waiting", "ready", "handing")
_FAILED: Final = ("failed", "unknown")


@dataclass(frozen=True, kw_only=True)
class StepAccount:
    """One step's messages. `entries` is counted by itself, so that the rest can be checked against it."""

    step: str
    entries: int
    sent: int
    suppressed: dict[str, int]
    waiting: int
    failed: dict[str, int]

    @property
    def is_balanced(self) -> bool:
        return self.entries == self.sent + self.waiting + sum(self.suppressed.values()) + sum(
            self.failed.values()
        )


@dataclass(frozen=True, kw_only=True)
class Account:
    """Every step of one origin, and all of them together."""

    origin: str
    origin_name: str
    steps: list[StepAccount]
    total: StepAccount


def account_for(tx: Tx, origin: str, name: str) -> Account:
    """Account for every message of a journey or campaign. All zero where there is none."""
    query = (
        select(messages.c.step, messages.c.status, messages.c.reason, func.count().label("count"))
        .where(messages.c.origin == origin, messages.c.origin_name == name)
        .group_by(messages.c.step, messages.c.status, messages.c.reason)
    )
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for row in tx.rows(query):
        counts.setdefault(row["step"], Counter())[row["status"], row["reason"] or ""] += row["count"]
    entries = select(messages.c.step, func.count().label("count")).where(
        messages.c.origin == origin, messages.c.origin_name == name
    )
    asked = {row["step"]: row["count"] for row in tx.rows(entries.group_by(messages.c.step))}
    steps = [_step(step, asked[step], counts.get(step, Counter())) for step in sorted(asked)]
    everything: Counter[tuple[str, str]] = sum(counts.values(), Counter())
    return Account(
        origin=origin,
        origin_name=name,
        steps=steps,
        total=_step("", sum(asked.values()), everything),
    )


def _step(step: str, entries: int, counts: Counter[tuple[str, str]]) -> StepAccount:
    def of(statuses: Iterable[str]) -> int:
        return sum(count for (status, _), count in counts.items() if status in statuses)

    def by_reason(statuses: Iterable[str]) -> dict[str, int]:
        reasons: Counter[str] = Counter()
        for (status, reason), count in counts.items():
            if status in statuses:
                reasons[reason or status] += count
        return dict(reasons.most_common())

    return StepAccount(
        step=step,
        entries=entries,
        sent=of(("sent",)),
        suppressed=by_reason(("suppressed",)),
        waiting=of(_WAITING),
        failed=by_reason(_FAILED),
    )
