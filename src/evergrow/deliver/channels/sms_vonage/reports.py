"""What Vonage tells: delivery receipts and inbound texts, each signed.

Source:
    https://developer.vonage.com/en/getting-started/concepts/signing-messages: parameters in order of their
    names as `&name=value` with & and = in values replaced by _; MD5 has the secret behind them, the others are HMAC.
    https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from evergrow.deliver.channels.reporting import (
    form_of,
    inbound_kind,
    is_signed,
    moment_of,
    unreadable,
    unsigned,
)
from evergrow.deliver.channels.spec import Report, ReportRequest

METHODS: Final = ("md5hash", "md5", "sha1", "sha256", "sha512")
OLDEST: Final = timedelta(hours=1)  # signed webhooks are repeated for a while, replayed ones are older
_NEVER: Final = {"3", "9"}  # absent for good, an illegal number
_SEPARATORS: Final = re.compile("[&=]")


def read_reports(values: Mapping[str, str], request: ReportRequest) -> list[Report]:
    """The one report of a webhook.

    Raises:
        Refusal: `report.unsigned` or `report.unreadable`.
    """
    told = form_of(request)
    secret = values.get("signature_secret", "")
    given = told.pop("sig", "")
    if not secret or not is_signed(
        signature(told, secret, values.get("signature_method") or "sha256"), given.lower()
    ):
        raise unsigned("The request is not signed with the signature secret.")
    sent = moment_of(told.get("timestamp"))
    if sent is None or abs(request.now - sent) > OLDEST:
        raise unsigned("The signed request is too old to be believed.")
    number, message = "+" + told.get("msisdn", "").lstrip("+"), told.get("messageId", "")
    if not message or number == "+":
        raise unreadable("The request names no messageId or msisdn.")
    if "text" in told:
        text = told["text"]
        return [Report(kind=inbound_kind(text), report_id=f"{message}-in", address=number, text=text)]
    return _receipt(message, number, told)


def _receipt(message: str, number: str, told: Mapping[str, str]) -> list[Report]:
    status, code = told.get("status", ""), told.get("err-code", "")
    if status not in ("delivered", "failed", "rejected", "expired"):
        return []
    return [
        Report(
            kind="delivered" if status == "delivered" else "bounced",
            report_id=f"{message}-{status}",
            provider_id=message,
            message_id=told.get("client-ref", ""),
            address=number,
            is_hard=status in ("failed", "rejected") and code in _NEVER,
            detail=f"Vonage error {code}" if code not in ("", "0") else status,
        )
    ]


def signature(told: Mapping[str, str], secret: str, method: str) -> str:
    """The signature of these parameters, in lower case."""
    text = "".join(f"&{name}={_SEPARATORS.sub('_', told[name])}" for name in sorted(told))
    if method == "md5hash":
        return hashlib.md5((text + secret).encode(), usedforsecurity=False).hexdigest()
    return hmac.new(secret.encode(), text.encode(), method).hexdigest()
