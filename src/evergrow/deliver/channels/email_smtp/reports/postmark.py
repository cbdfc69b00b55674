"""Postmark's webhooks: JSON behind the user and password of the webhook's address (postmarkapp.com, "Webhooks overview")."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import Any, Final

from evergrow.deliver.channels.email_smtp.reports.unsigned import decoded, moment, unreadable, unsigned
from evergrow.deliver.channels.spec import Report, ReportKind, ReportRequest

METADATA: Final = "evergrow"
"""The name under which a mail to Postmark carries its message's: header X-PM-Metadata-evergrow."""
_HARD: Final = frozenset({"HardBounce", "BadEmailAddress", "ManuallyDeactivated"})
_SOFT: Final = frozenset({"Transient", "SoftBounce", "DnsError", "AutoResponder"})


def read(secret: str, request: ReportRequest) -> list[Report]:
    """The one event of a webhook.

    Raises:
        Refusal: `report.unsigned`, `report.unreadable`.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        entered = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        entered = b""
    if scheme.lower() != "basic" or not hmac.compare_digest(entered, secret.encode()):
        raise unsigned("The webhook does not know the user and password.")
    document = decoded(request.body)
    if not isinstance(document, dict):
        raise unreadable("The body is no object.")
    return _report(document)


def _report(data: dict[str, Any]) -> list[Report]:
    kind: ReportKind
    is_hard = False
    match data.get("RecordType"):
        case "Delivery":
            kind, when = "delivered", data.get("DeliveredAt")
        case "Bounce":
            is_hard = data.get("Type") in _HARD
            kind = "delayed" if data.get("Type") in _SOFT else "bounced"
            when = data.get("BouncedAt")
        case "SpamComplaint":
            kind, when = "complained", data.get("BouncedAt")
        case "SubscriptionChange" if data.get("SuppressSending"):
            kind, when = "unsubscribed", data.get("ChangedAt")
        case _:
            return []
    metadata = data.get("Metadata") or {}
    return [
        Report(
            kind=kind,
            report_id=f"postmark:{kind}:{data.get('ID') or data.get('MessageID', '')}",
            at=moment(when),
            message_id=str(metadata.get(METADATA, "")),
            provider_id=str(data.get("MessageID", "")),
            address=str(data.get("Recipient") or data.get("Email") or ""),
            is_hard=is_hard,
            detail=str(data.get("Description") or data.get("Details") or "")[:500],
        )
    ]
