"""Turn reports into events and suppressions.

Reads   the outbox, to know which message a report is about.
Writes  the suppression list, in the transaction it is given. The records it hands back belong into the log before the
        commit: a crash in between takes the report in again, and its id makes it one event.
Holds   an address goes onto the suppression list when it is gone for good, or its owner complains.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from evergrow.deliver.channels import Report
from evergrow.deliver.telling import About, about_messages, key_of_id, record
from evergrow.engage.consent import Statement, statement_records, suppress
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_WHAT: Final = {
    "delivered": "Delivered",
    "bounced": "Bounced",
    "delayed": "Delayed",
    "complained": "Marked as Spam",
    "opened": "Opened",
    "clicked": "Link Clicked",
}
_BY: Final = "reports"
Owners = Callable[[str, str], Sequence[str]]
"""The customer ids of whom an address on a channel is: (channel, address) -> ["user:42"]."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of reports: records for the log, addresses newly suppressed, reports that nobody could place."""

    records: list[dict[str, Any]] = field(default_factory=list)
    suppressed: int = 0
    unplaced: int = 0


def take_reports(
    tx: Tx, reports: Sequence[Report], *, channel: str, source: str, owners: Owners, now: datetime
) -> Taken:
    """Take in what was reported on a channel. `source` names who said so, for the operator to read."""
    abouts = _abouts(tx, reports, channel)
    records: list[dict[str, Any]] = []
    suppressed = unplaced = 0
    for report in reports:
        at = min(report.at or now, now)
        about = abouts.get(report.report_id)
        if report.kind in ("unsubscribed", "subscribed"):
            said = _statements(report, about, channel, source, owners, at)
            records += statement_records(said).to_pylist()
            unplaced += not said
            suppressed += 0 if said else _unknown_stop(tx, report, channel, source, now)
            continue
        suppressed += _suppress(tx, report, channel, source, now)
        if about is not None and report.kind in _WHAT:
            records.append(_record(about, report, at))
        elif report.kind == "received":
            records += _received(report, channel, owners, at)
        else:
            unplaced += 1
    return Taken(records=records, suppressed=suppressed, unplaced=unplaced)


def _record(about: About, report: Report, at: datetime) -> dict[str, Any]:
    extra = {"detail": report.detail, "link": report.link}
    if report.kind == "bounced":
        extra["kind"] = "hard" if report.is_hard else "soft"
    unique = report.link or ("" if report.kind in ("delivered", "complained", "opened") else report.report_id)
    return record(about, _WHAT[report.kind], at, unique=unique, **extra)


def _suppress(tx: Tx, report: Report, channel: str, source: str, now: datetime) -> int:
    is_gone = report.kind == "bounced" and report.is_hard
    if not report.address or not (is_gone or report.kind == "complained"):
        return 0
    reason = "hard_bounce" if is_gone else "complaint"
    note = f"{source}: {report.detail}".rstrip(": ")[:200]
    return int(
        suppress(tx, channel=channel, address=report.address, reason=reason, by=_BY, now=now, note=note)
    )


def _unknown_stop(tx: Tx, report: Report, channel: str, source: str, now: datetime) -> int:
    """Nobody is known by the address that said no: then the address itself gets nothing any more."""
    if report.kind != "unsubscribed" or not report.address:
        return 0
    note = f"{source}: {report.text or report.detail or 'unsubscribed'}"[:200]
    return int(
        suppress(tx, channel=channel, address=report.address, reason="legal", by=_BY, now=now, note=note)
    )


def _statements(
    report: Report, about: About | None, channel: str, source: str, owners: Owners, at: datetime
) -> list[Statement]:
    """A yes or no by whoever owns the address; it is about every topic of the channel."""
    who = [about.customer_id] if about else list(owners(channel, report.address))
    return [
        Statement(
            identity=identity,
            channel=channel,
            topic="all",
            is_granted=report.kind == "subscribed",
            at=at,
            wording=report.text or report.detail or report.kind,
            place=source,
            message_key=about.message_key if about else 0,
            message=about.template if about else None,
        )
        for identity in who
    ]


def _received(report: Report, channel: str, owners: Owners, at: datetime) -> list[dict[str, Any]]:
    """A customer wrote back."""
    return [
        record(
            About(
                message_key=0,
                customer_id=identity,
                origin="",
                origin_name="",
                step="",
                channel=channel,
                topic="",
                template="",
            ),
            "Received",
            at,
            unique=report.report_id,
            text=report.text,
        )
        for identity in owners(channel, report.address)
    ]


def _abouts(tx: Tx, reports: Sequence[Report], channel: str) -> dict[str, About]:
    """The message of each report: by our name for it, else by the provider's."""
    keys = {report.report_id: key_of_id(report.message_id) for report in reports if report.message_id}
    unnamed = [report for report in reports if keys.get(report.report_id) is None and report.provider_id]
    if unnamed:
        query = select(messages.c.message_key, messages.c.provider_id).where(
            messages.c.channel == channel,
            messages.c.provider_id.in_([report.provider_id for report in unnamed]),
        )
        named = {row["provider_id"]: row["message_key"] for row in tx.rows(query)}
        keys |= {report.report_id: named.get(report.provider_id) for report in unnamed}
    known = about_messages(tx, [key for key in keys.values() if key is not None])
    return {name: known[key] for name, key in keys.items() if key in known}
