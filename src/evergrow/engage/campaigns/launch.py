"""Launch a campaign, hold it, let it go on, end it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, delete, func, insert, select, update

from evergrow.definitions.store import document, meant
from evergrow.engage.campaigns.standing import SENDING, of_campaign, status_of
from evergrow.engage.campaigns.tables import KIND, campaign_runs, campaign_states
from evergrow.engage.journeys import MessageCounts, message_counts
from evergrow.engage.messages import messages
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

_ALLOWED: Final = {"paused": ("running",), "running": ("paused",), "stopped": ("running", "paused", SENDING)}
STOPPED: Final = "stopped"
_ON: Final = ("running", "paused", SENDING)


def launch(tx: Tx, name: str, *, by: str, now: datetime) -> int:
    """Let the newest version go out when its time comes; returns the version.

    Raises:
        Refusal: `campaign.unknown`; `campaign.running`.
    """
    kept = document(tx, KIND, name)
    if kept is None:
        raise unknown_campaign(tx, name)
    if status_of(tx, name) in _ON:
        raise refuse(
            "campaign.running",
            f"The campaign '{name}' is {status_of(tx, name)}.",
            where="campaign",
            next_step="Stop it before you launch it again.",
            status=409,
        )
    tx.run(delete(campaign_states).where(campaign_states.c.campaign == name))
    row = {"campaign": name, "status": "running", "version": kept.version, "launched_at": now}
    tx.run(insert(campaign_states), [row | {"changed_at": now, "changed_by": by}])
    return kept.version


def change_status(tx: Tx, name: str, status: str, *, by: str, now: datetime) -> None:
    """Pause ("paused"), go on ("running") or stop ("stopped"). What came due while it was held is left out.

    Raises:
        Refusal: `campaign.not_running`.
    """
    before = status_of(tx, name) or "not launched"
    if before not in _ALLOWED[status]:
        raise refuse(
            "campaign.not_running",
            f"The campaign '{name}' is {before}.",
            where="campaign",
            next_step=f"It has to be {' or '.join(_ALLOWED[status])} for this.",
            status=409,
        )
    own = campaign_states.c.campaign == name
    tx.run(update(campaign_states).where(own).values(status=status, changed_at=now, changed_by=by))
    if status == STOPPED:
        waiting = (messages.c.status == "waiting") | (messages.c.status == "ready")
        tx.run(
            update(messages).where(of_campaign(name) & waiting).values(status="suppressed", reason=STOPPED)
        )


def is_any_running(tx: Tx) -> bool:
    """Whether any campaign may still go out."""
    query = select(func.count()).where(campaign_states.c.status.in_(["running", "paused"]))
    return bool(tx.scalar(query))


def runs_of(tx: Tx, name: str) -> list[RowMapping]:
    """Each time it went out, newest first."""
    query = select(campaign_runs).where(campaign_runs.c.campaign == name)
    return tx.rows(query.order_by(campaign_runs.c.first_at.desc()))


def campaign_report(tx: Tx, name: str) -> MessageCounts:
    """What became of all its messages."""
    query = select(messages.c.status, messages.c.reason, func.count().label("count"))
    return message_counts(
        tx.rows(query.where(of_campaign(name)).group_by(messages.c.status, messages.c.reason))
    )


def forget(tx: Tx, name: str) -> None:
    """Take away what is kept of a campaign that does not run; its messages stay.

    Raises:
        Refusal: `campaign.running`.
    """
    if status_of(tx, name) in _ON:
        raise refuse(
            "campaign.running",
            f"The campaign '{name}' is {status_of(tx, name)}.",
            where="campaign",
            next_step="Stop it, then delete it.",
            status=409,
        )
    for table in (campaign_states, campaign_runs):
        tx.run(delete(table).where(table.c.campaign == name))


def unknown_campaign(tx: Tx, name: str) -> Exception:
    """The refusal for a campaign that is not there."""
    return refuse(
        "campaign.unknown",
        f"No campaign is named '{name}'.{meant(tx, KIND, name)}",
        where="campaign",
        next_step="Choose one on the Campaigns page, or save it first.",
        status=404,
    )
