"""Mailgun's webhooks: JSON with an HMAC over a time and a token (documentation.mailgun.com, "Securing webhooks")."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any, Final

from evergrow.deliver.channels.email_smtp.reports.unsigned import (
    decoded,
    moment,
    our_id,
    unreadable,
    unsigned,
)
from evergrow.deliver.channels.spec import Report, ReportKind, ReportRequest

OLDEST: Final = timedelta(hours=12)  # the signature does not cover the event, so an old one is worth nothing
_KINDS: Final[dict[str, ReportKind]] = {
    "delivered": "delivered",
    "failed": "bounced",
    "complained": "complained",
    "unsubscribed": "unsubscribed",
}


def read(secret: str, request: ReportRequest) -> list[Report]:
    """The one event of a webhook.

    Raises:
        Refusal: `report.unsigned`, `report.unreadable`.
    """
    document = decoded(request.body)
    signature = document.get("signature") if isinstance(document, dict) else None
    if not isinstance(signature, dict):
        raise unsigned("The webhook has no signature.")
    timestamp, token = str(signature.get("timestamp", "")), str(signature.get("token", ""))
    expected = hmac.new(secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), str(signature.get("signature", "")).encode()):
        raise unsigned("The webhook's signature is not Mailgun's.")
    signed_at = moment(float(timestamp) if timestamp.isdigit() else None)
    if signed_at is None or abs(request.now - signed_at) > OLDEST:
        raise unsigned("The webhook's signature is too old.")
    data = document.get("event-data")
    if not isinstance(data, dict):
        raise unreadable("The webhook has no event-data.")
    return _report(data)


def _report(data: dict[str, Any]) -> list[Report]:
    event = str(data.get("event", ""))
    kind = _KINDS.get(event)
    if kind is None:
        return []
    is_permanent = data.get("severity") == "permanent"
    if event == "failed" and not is_permanent:
        kind = "delayed"
    headers = (data.get("message") or {}).get("headers") or {}
    status = data.get("delivery-status") or {}
    return [
        Report(
            kind=kind,
            report_id=f"mailgun:{data.get('id', '')}",
            at=moment(data.get("timestamp")),
            message_id=our_id(str(headers.get("message-id", ""))),
            address=str(data.get("recipient", "")),
            is_hard=kind == "bounced",
            detail=str(status.get("message") or status.get("description") or "")[:500],
        )
    ]
