"""What WhatsApp tells: statuses of messages, and what customers wrote back.

Source:
    https://developers.facebook.com/docs/graph-api/webhooks/getting-started (the greeting, X-Hub-Signature-256)
    https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from typing import Any, Final

from evergrow.deliver.channels.reporting import document_of, inbound_kind, is_signed, moment_of, unsigned
from evergrow.deliver.channels.spec import Report, ReportRequest

_NEVER: Final = {131026, 131030}  # the number has no WhatsApp
_STOPPED: Final = 131050  # the customer wants no marketing any more


def greet(values: Mapping[str, str], request: ReportRequest) -> str:
    """The challenge, where whoever asks knows the verify token.

    Raises:
        Refusal: `report.unsigned`.
    """
    given, known = request.query.get("hub.verify_token", ""), values.get("verify_token", "")
    if not known or request.query.get("hub.mode") != "subscribe" or not is_signed(known, given):
        raise unsigned("The request does not know the verify token.")
    return request.query.get("hub.challenge", "")[:200]


def read_reports(values: Mapping[str, str], request: ReportRequest) -> list[Report]:
    """Every status and every reply of a webhook.

    Raises:
        Refusal: `report.unsigned` or `report.unreadable`.
    """
    secret, given = values.get("app_secret", ""), request.headers.get("x-hub-signature-256", "")
    digest = hmac.digest(secret.encode(), request.body, "sha256").hex()
    if not secret or not is_signed(f"sha256={digest}", given):
        raise unsigned("The request is not signed with the app's secret.")
    changes = (
        change.get("value")
        for entry in _objects(document_of(request).get("entry"))
        for change in _objects(entry.get("changes"))
    )
    return [report for value in changes if isinstance(value, dict) for report in _told(value)]


def _told(value: Mapping[str, Any]) -> Iterator[Report]:
    for status in _objects(value.get("statuses")):
        yield from _status(status)
    for message in _objects(value.get("messages")):
        yield from _inbound(message)


def _status(status: Mapping[str, Any]) -> Iterator[Report]:
    name, provider_id = str(status.get("status", "")), str(status.get("id", ""))
    error = next(iter(_objects(status.get("errors"))), {})
    code = error.get("code")
    kind: Any = {"delivered": "delivered", "read": "opened", "failed": "bounced"}.get(name)
    if kind is None or not provider_id:
        return
    yield Report(
        kind="unsubscribed" if code == _STOPPED else kind,
        report_id=f"{provider_id}-{name}",
        at=moment_of(status.get("timestamp")),
        message_id=str(status.get("biz_opaque_callback_data") or ""),
        provider_id=provider_id,
        address=_number(status.get("recipient_id")),
        is_hard=code in _NEVER,
        detail=str(error.get("title") or error.get("message") or ""),
    )


def _inbound(message: Mapping[str, Any]) -> Iterator[Report]:
    text, button = message.get("text"), message.get("button")
    said = (
        text.get("body")
        if isinstance(text, dict)
        else button.get("text")
        if isinstance(button, dict)
        else None
    )
    if not isinstance(said, str) or not message.get("id"):
        return
    yield Report(
        kind=inbound_kind(said),
        report_id=str(message["id"]),
        at=moment_of(message.get("timestamp")),
        address=_number(message.get("from")),
        text=said,
    )


def _number(value: object) -> str:
    digits = str(value or "").lstrip("+")
    return f"+{digits}" if digits else ""


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
