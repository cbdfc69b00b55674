"""Amazon SES by SNS: signed by a certificate that must be Amazon's own; the subscription is confirmed once.

Never   asks an address that is not Amazon's SNS, whatever a webhook names.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from evergrow.deliver.channels.email_smtp.reports.unsigned import (
    decoded,
    moment,
    our_id,
    unreadable,
    unsigned,
)
from evergrow.deliver.channels.spec import Report, ReportKind, ReportRequest
from evergrow.kernel import refuse

Fetch = Callable[[str], bytes]
_HOST: Final = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?")
_NOTIFICATION: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION: Final = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_PATIENCE_SECONDS: Final = 5.0
_MOST_CERTIFICATES: Final = 20
_certificates: dict[str, bytes] = {}


def ask(url: str) -> bytes:
    """GET at Amazon; a redirect is an error."""
    answer = httpx.get(url, timeout=_PATIENCE_SECONDS, follow_redirects=False)
    answer.raise_for_status()
    return answer.content


def read(secret: str, request: ReportRequest, fetch: Fetch = ask) -> list[Report]:
    """The reports of a notification. `secret` is the ARN of the topic that is listened to.

    Raises:
        Refusal: `report.unsigned`, `report.unreadable`; `report.provider_away` (503), so that Amazon tries again.
    """
    document = decoded(request.body)
    if not isinstance(document, dict) or document.get("TopicArn") != secret:
        raise unsigned("The notification is of no topic that is listened to.")
    _verify(document, fetch)
    match document.get("Type"):
        case "SubscriptionConfirmation":
            _asked(fetch, _amazons(document.get("SubscribeURL")))
            return []
        case "Notification":
            return _reports(decoded(str(document.get("Message", ""))))
        case _:
            return []


def _verify(document: dict[str, Any], fetch: Fetch) -> None:
    url = _amazons(document.get("SigningCertURL"))
    if not url.endswith(".pem"):
        raise unsigned("The certificate's address is no certificate's.")
    try:
        if url not in _certificates:
            if len(_certificates) >= _MOST_CERTIFICATES:
                _certificates.clear()
            _certificates[url] = _asked(fetch, url)
        key = x509.load_pem_x509_certificate(_certificates[url]).public_key()
        names = _NOTIFICATION if document.get("Type") == "Notification" else _CONFIRMATION
        text = "".join(f"{name}\n{document[name]}\n" for name in names if document.get(name) is not None)
        digest = SHA256() if document.get("SignatureVersion") == "2" else SHA1()
        signature = base64.b64decode(str(document.get("Signature", "")), validate=True)
        assert isinstance(key, RSAPublicKey)
        key.verify(signature, text.encode(), PKCS1v15(), digest)
    except (InvalidSignature, ValueError, binascii.Error, AssertionError):
        _certificates.pop(url, None)
        raise unsigned("The notification's signature is not Amazon's.") from None


def _asked(fetch: Fetch, url: str) -> bytes:
    """SNS takes a 4xx for the last word and drops the notification; after a 5xx it tries again."""
    try:
        return fetch(url)
    except httpx.HTTPError:
        raise refuse(
            "report.provider_away",
            "Amazon did not answer.",
            where="SigningCertURL",
            next_step="It is tried again by itself; let this server reach Amazon over HTTPS.",
            status=503,
        ) from None


def _amazons(url: object) -> str:
    parts = urlsplit(str(url or ""))
    if parts.scheme != "https" or parts.netloc != parts.hostname or not _HOST.fullmatch(parts.netloc):
        raise unsigned("The notification names an address that is not Amazon's.")
    return str(url)


def _reports(message: Any) -> list[Report]:
    if not isinstance(message, dict):
        raise unreadable("The notification's message is no object.")
    event = str(message.get("notificationType") or message.get("eventType") or "")
    mail = message.get("mail") or {}
    kind: ReportKind
    if event == "Bounce":
        body, kind, people = message.get("bounce") or {}, "bounced", "bouncedRecipients"
    elif event == "Complaint":
        body, kind, people = message.get("complaint") or {}, "complained", "complainedRecipients"
    elif event == "Delivery":
        body, kind, people = message.get("delivery") or {}, "delivered", ""
    else:
        return []
    if kind == "bounced" and body.get("bounceType") == "Transient":
        kind = "delayed"
    recipients = (
        body.get(people) or []
        if people
        else [{"emailAddress": name} for name in body.get("recipients") or []]
    )
    return [
        Report(
            kind=kind,
            report_id=f"ses:{kind}:{mail.get('messageId', '')}:{one.get('emailAddress', '')}",
            at=moment(body.get("timestamp")),
            message_id=_named(mail),
            provider_id=str(mail.get("messageId", "")),
            address=str(one.get("emailAddress", "")),
            is_hard=kind == "bounced" and body.get("bounceType") == "Permanent",
            detail=str(one.get("diagnosticCode") or body.get("complaintFeedbackType") or "")[:500],
        )
        for one in recipients
        if isinstance(one, dict)
    ]


def _named(mail: dict[str, Any]) -> str:
    """SES gives mails a Message-ID of its own; ours stands in a header that it repeats when asked to."""
    headers = {
        str(one.get("name", "")).lower(): str(one.get("value", "")) for one in mail.get("headers") or []
    }
    return our_id(headers.get("x-evergrow-message", "")) or our_id(headers.get("message-id", ""))
