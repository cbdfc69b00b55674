"""Where a campaign stands: what it waits for, and when it goes out next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, func, select

from evergrow.definitions.campaigns import Campaign, Recurring, read_campaign
from evergrow.definitions.schedules import occurrences
from evergrow.definitions.store import document
from evergrow.engage.campaigns.tables import KIND, campaign_states
from evergrow.engage.messages import messages
from evergrow.kernel import local_instant
from evergrow.storage.state import Tx

SENDING: Final = "sending"
_LONGEST_GAP: Final = timedelta(days=32)
_ON_THE_WAY: Final = ("waiting", "ready", "handing")


@dataclass(frozen=True, kw_only=True)
class NextSending:
    """When it goes out next: a wall-clock time without a zone, in the account's zone or in each customer's own."""

    at: datetime
    is_local: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`status` is "sending" where everything was asked for and part of it still waits to go out.

    `waits_for` counts those that wait by what they wait for (quiet_hours, best_hour, throttle, retry; "" for their
    turn), and `waits_until` is when the last of them may go.
    """

    status: str
    launched_at: datetime | None = None
    next: NextSending | None = None
    waits_for: dict[str, int] = field(default_factory=dict[str, int])
    waits_until: datetime | None = None


def standing_of(tx: Tx, name: str, *, zone: str, now: datetime) -> Standing:
    """Of a campaign, as the version says that was launched. `zone` is the account's."""
    state = state_of(tx, name)
    if state is None:
        return Standing(status="draft")
    waiting = _waiting(tx, name)
    is_on = state["status"] == "running"
    kept = document(tx, KIND, name, state["version"]) if is_on else None
    return Standing(
        status=SENDING if state["status"] == "finished" and waiting else state["status"],
        launched_at=state["launched_at"],
        next=next_sending(read_campaign(kept.text), zone=zone, now=now) if kept else None,
        waits_for={row["waits_for"] or "": row["count"] for row in waiting},
        waits_until=max((row["until"] for row in waiting), default=None),
    )


def next_sending(campaign: Campaign, *, zone: str, now: datetime) -> NextSending | None:
    """By the account's clock; None where its time has come, though not yet to customers further west."""
    when = campaign.when
    if isinstance(when, Recurring):
        coming = next(occurrences(when.schedule, zone, now, now + _LONGEST_GAP), None)
        at = coming and coming.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    else:
        is_to_come = when.at is not None and local_instant(when.at.date(), when.at.time(), zone) > now
        at = when.at if is_to_come else None
    return NextSending(at=at, is_local=when.is_local) if at else None


def status_of(tx: Tx, name: str) -> str | None:
    """As `standing_of` says it; None for a campaign that was never launched."""
    state = state_of(tx, name)
    if state is None:
        return None
    return SENDING if state["status"] == "finished" and _waiting(tx, name) else state["status"]


def state_of(tx: Tx, name: str) -> RowMapping | None:
    """The row of `campaign_states`; None for a campaign that was never launched."""
    return tx.first(select(campaign_states).where(campaign_states.c.campaign == name))


def of_campaign(name: str) -> ColumnElement[bool]:
    """Its messages. All that the index of origins begins with is said, so that few rows are looked at."""
    return (messages.c.origin == "campaign") & (messages.c.origin_name == name) & (messages.c.step == "")


def _waiting(tx: Tx, name: str) -> list[RowMapping]:
    query = select(
        messages.c.waits_for, func.count().label("count"), func.max(messages.c.due_at).label("until")
    )
    own = of_campaign(name) & messages.c.status.in_(_ON_THE_WAY)
    return tx.rows(query.where(own).group_by(messages.c.waits_for))
