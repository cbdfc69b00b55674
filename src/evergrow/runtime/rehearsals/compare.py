"""What a rehearsal brought about against what was expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from evergrow.definitions.rehearsals import Expected, Rehearsal


@dataclass(frozen=True, kw_only=True)
class Played:
    """A message of the rehearsal: sent at its time, or suppressed for a reason, or waiting still."""

    at: datetime
    customer: str
    message: str
    status: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something that was not as expected. `kind`: missing, unexpected, forbidden."""

    kind: str
    at: datetime | None
    customer: str
    message: str
    detail: str
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What happened, and what was expected and did not or not so."""

    rehearsal: Rehearsal
    played: list[Played]
    differences: list[Difference]

    @property
    def is_good(self) -> bool:
        return not self.differences


def differences(rehearsal: Rehearsal, played: list[Played]) -> list[Difference]:
    """Expected messages that did not come, those that nobody expected, and those that must not be."""
    left = list(played)
    found: list[Difference] = []
    for expected in rehearsal.expected:
        near = [one for one in left if _fits(one, expected, rehearsal)]
        if near:
            left.remove(min(near, key=lambda one: abs(one.at - expected.at)))
        else:
            found.append(_missing(expected, played, rehearsal))
    surplus = [_surplus(one, rehearsal) for one in left if one.status == "sent"]
    return found + [difference for difference in surplus if difference is not None]


def _fits(one: Played, expected: Expected, rehearsal: Rehearsal) -> bool:
    is_same = (one.customer, one.message) == (expected.customer, expected.message)
    is_near = abs(one.at - expected.at) <= rehearsal.tolerance
    if expected.reason is None:
        return is_same and is_near and one.status == "sent"
    return is_same and is_near and one.status == "suppressed" and one.reason == expected.reason


def _missing(expected: Expected, played: list[Played], rehearsal: Rehearsal) -> Difference:
    what = f"suppressed for {expected.reason}" if expected.reason else "sent"
    instead = _instead(expected.customer, expected.message, played, rehearsal)
    return Difference(
        kind="missing",
        at=expected.at,
        customer=expected.customer,
        message=expected.message,
        detail=f"expected to be {what}; {instead}",
        line=expected.line,
    )


def _surplus(one: Played, rehearsal: Rehearsal) -> Difference | None:
    """What was sent and nobody expected; None where that is fine."""
    rules = [
        rule
        for rule in rehearsal.forbidden
        if rule.customer in (None, one.customer) and rule.message in (None, one.message)
    ]
    if not rules and rehearsal.allows_others:
        return None
    return Difference(
        kind="forbidden" if rules else "unexpected",
        at=one.at,
        customer=one.customer,
        message=one.message,
        detail="sent, and must not be" if rules else "sent, and nobody expected it",
        line=rules[0].line if rules else 0,
    )


def _instead(customer: str, message: str, played: list[Played], rehearsal: Rehearsal) -> str:
    """What became of that message instead."""
    others = [one for one in played if (one.customer, one.message) == (customer, message)]
    if not others:
        return "there was no such message"
    told = [
        f"{one.status}{f' ({one.reason})' if one.reason else ''} {shown(one.at, rehearsal.zone)}"
        for one in others
    ]
    return "it was " + ", ".join(told)


def shown(at: datetime, zone: str) -> str:
    """A moment as a person of this zone writes it."""
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"
