"""Read a mail that came back: delivery status notifications (RFC 3464) and complaints (RFC 5965)."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime
from email.message import Message
from typing import Final

from evergrow.deliver.channels.email_smtp.reports.unsigned import our_id, unreadable
from evergrow.deliver.channels.spec import Report, ReportKind

LARGEST: Final = 5_000_000
_KINDS: Final[dict[str, ReportKind]] = {"failed": "bounced", "delayed": "delayed", "delivered": "delivered"}
_FULL: Final = ("5.2.2", "5.7.")  # a full mailbox, a policy: the address itself is good


def read_bounce_mail(raw: bytes, *, now: datetime) -> list[Report]:
    """What a bounce or complaint says of our messages; empty where the mail is neither.

    Raises:
        Refusal: `report.unreadable` where it is no mail at all.
    """
    if len(raw) > LARGEST:
        raise unreadable("The mail is too large to be a bounce.")
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = list(mail.walk())
    except (ValueError, RecursionError, LookupError):
        raise unreadable("This is no mail.") from None
    if not mail.keys():
        raise unreadable("This is no mail.")
    message_id = _message_of(parts)
    reports: list[Report] = []
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            reports += _statuses(part, message_id, now)
        elif part.get_content_type() == "message/feedback-report":
            reports += _complaint(part, message_id, now)
    return reports


def _statuses(part: Message, message_id: str, now: datetime) -> list[Report]:
    blocks = [block for block in _payload(part) if isinstance(block, Message)]
    envelope = next(
        (str(block["original-envelope-id"]) for block in blocks if block["original-envelope-id"]), ""
    )
    message_id = message_id or our_id(f"<{envelope.strip()}@envelope>")
    reports = []
    for block in blocks:
        kind = _KINDS.get(str(block.get("action", "")).strip().lower())
        if kind is None:
            continue
        status = str(block.get("status", "")).split()[0] if block.get("status") else ""
        address = str(block.get("final-recipient") or block.get("original-recipient") or "")
        address = address.partition(";")[2].strip()
        reports.append(
            Report(
                kind=kind,
                report_id=f"dsn:{kind}:{message_id}:{address}:{status}",
                at=now,
                message_id=message_id,
                address=address,
                is_hard=kind == "bounced" and status.startswith("5.") and not status.startswith(_FULL),
                detail=" ".join(str(block.get("diagnostic-code") or status).split())[:500],
            )
        )
    return reports


def _complaint(part: Message, message_id: str, now: datetime) -> list[Report]:
    blocks = [block for block in _payload(part) if isinstance(block, Message)]
    fields = blocks[0] if blocks else email.message_from_string(str(part.get_payload()))
    kind = str(fields.get("feedback-type", "")).strip().lower()
    if kind not in ("abuse", "fraud"):
        return []
    address = str(fields.get("original-rcpt-to") or fields.get("removal-recipient") or "").strip("<> ")
    return [
        Report(
            kind="complained",
            report_id=f"arf:{message_id}:{address}",
            at=now,
            message_id=message_id,
            address=address,
            detail=kind,
        )
    ]


def _message_of(parts: list[Message]) -> str:
    """Our name of the message, from the headers of it that came back."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = next((one for one in _payload(part) if isinstance(one, Message)), None)
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            inner = email.message_from_bytes(content) if isinstance(content, bytes) else None
        else:
            continue
        found = our_id(str(inner["message-id"])) if inner is not None and inner["message-id"] else ""
        if found:
            return found
    return ""


def _payload(part: Message) -> list[object]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else []
