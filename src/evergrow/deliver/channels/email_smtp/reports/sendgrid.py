"""SendGrid's event webhook: a JSON array signed by ECDSA or Ed25519 over a time and the body."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from evergrow.deliver.channels.email_smtp.reports.unsigned import (
    decoded,
    moment,
    our_id,
    unreadable,
    unsigned,
)
from evergrow.deliver.channels.spec import Report, ReportKind, ReportRequest

SIGNATURE: Final = "x-twilio-email-event-webhook-signature"
TIMESTAMP: Final = "x-twilio-email-event-webhook-timestamp"
_KINDS: Final[dict[str, ReportKind]] = {
    "delivered": "delivered",
    "bounce": "bounced",
    "deferred": "delayed",
    "spamreport": "complained",
    "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed",
}


def read(secret: str, request: ReportRequest) -> list[Report]:
    """The events of a webhook. `secret` is the verification key, which is public: base64 of its DER.

    Raises:
        Refusal: `report.unsigned`, `report.unreadable`.
    """
    try:
        key = load_der_public_key(base64.b64decode(secret))
        signature = base64.b64decode(request.headers.get(SIGNATURE, ""), validate=True)
        signed = request.headers.get(TIMESTAMP, "").encode() + request.body
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, signed, ECDSA(SHA256()))
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature, signed)
        else:
            raise unsigned("The verification key is of no kind that SendGrid uses.")
    except (InvalidSignature, ValueError, binascii.Error, UnicodeEncodeError):
        raise unsigned("The webhook's signature is not SendGrid's.") from None
    events = decoded(request.body)
    if not isinstance(events, list):
        raise unreadable("The body is no array.")
    found = (_report(event) for event in events if isinstance(event, dict))
    return [report for report in found if report is not None]


def _report(event: dict[str, Any]) -> Report | None:
    kind = _KINDS.get(str(event.get("event", "")))
    if kind is None:
        return None
    is_hard = kind == "bounced" and event.get("type") != "blocked"
    return Report(
        kind=kind,
        report_id=f"sendgrid:{event.get('sg_event_id', '')}",
        at=moment(event.get("timestamp")),
        message_id=our_id(str(event.get("smtp-id", ""))),
        provider_id=str(event.get("sg_message_id", "")).partition(".")[0],
        address=str(event.get("email", "")),
        is_hard=is_hard,
        detail=str(event.get("reason") or event.get("response") or "")[:500],
    )
