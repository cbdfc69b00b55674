"""What Twilio tells: texts that arrived or did not, and what customers wrote back.

Source:
    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
    https://www.twilio.com/docs/messaging/guides/webhook-request (OptOutType: STOP, START or HELP)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from evergrow.deliver.channels.reporting import form_of, inbound_kind, is_signed, unreadable, unsigned
from evergrow.deliver.channels.spec import Report, ReportRequest

_NEVER: Final = {"30005", "30006", "21211", "21614"}  # unknown, a landline, no mobile
_OPT_OUT: Final = {"STOP": "unsubscribed", "START": "subscribed", "HELP": "received"}


def read_reports(values: Mapping[str, str], request: ReportRequest) -> list[Report]:
    """The one report of a webhook.

    Raises:
        Refusal: `report.unsigned` or `report.unreadable`.
    """
    is_json = "json" in request.headers.get("content-type", "")
    told = form_of(replace(request, query={}))
    if not _is_ours(values.get("auth_token", ""), request, {} if is_json else told, is_json=is_json):
        raise unsigned("The request is not signed with the account's auth token.")
    sid = told.get("MessageSid") or told.get("SmsSid")
    if not sid:
        raise unreadable("The request names no MessageSid.")
    found = _inbound(sid, told) if "Body" in told else _status(sid, told)
    return [] if found is None else [found]


def _is_ours(token: str, request: ReportRequest, form: Mapping[str, str], *, is_json: bool) -> bool:
    given = request.headers.get("x-twilio-signature", "")
    if not token:
        return False
    if is_json:
        digest = parse_qs(urlsplit(request.url).query).get("bodySHA256", [""])[0]
        if not is_signed(hashlib.sha256(request.body).hexdigest(), digest.lower()):
            return False
    said = "".join(f"{name}{form[name]}" for name in sorted(form))
    text = f"{request.url}{said}".encode()
    return is_signed(base64.b64encode(hmac.digest(token.encode(), text, "sha1")), given)


def _inbound(sid: str, told: Mapping[str, str]) -> Report:
    kind: Any = _OPT_OUT.get(told.get("OptOutType", "")) or inbound_kind(told["Body"])
    return Report(kind=kind, report_id=f"{sid}-in", address=told.get("From", ""), text=told["Body"])


def _status(sid: str, told: Mapping[str, str]) -> Report | None:
    status, code = told.get("MessageStatus") or told.get("SmsStatus", ""), told.get("ErrorCode", "")
    number = told.get("To", "")
    report_id = f"{sid}-{status}"
    if status in ("delivered", "read"):
        return Report(kind="delivered", report_id=report_id, provider_id=sid, address=number)
    if status not in ("undelivered", "failed"):
        return None
    if code == "21610":
        return Report(kind="unsubscribed", report_id=report_id, provider_id=sid, address=number, detail=code)
    return Report(
        kind="bounced",
        report_id=report_id,
        provider_id=sid,
        address=number,
        is_hard=code in _NEVER,
        detail=f"Twilio error {code}" if code else status,
    )
