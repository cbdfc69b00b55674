"""Twilio, Vonage and a plain HTTP gateway, as their documents describe what goes over the wire."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from evergrow.testing.providers.server import Asked, FakeProvider, Reply

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class FakeTwilio(FakeProvider):
    """Twilio's Programmable Messaging.

    Source:
        https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/api/errors
        https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """

    account_sid = "AC00000000000000000000000000000001"
    auth_token = "twilio-token-that-nobody-may-see"
    secrets = (auth_token,)
    _numbers = count(1)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != f"/2010-04-01/Accounts/{self.account_sid}/Messages.json":
            return None
        form = asked.form()
        if asked.headers.get("authorization") != _basic(self.account_sid, self.auth_token):
            return self.unauthorized()
        if not _E164.fullmatch(form.get("To", "")):
            return _twilio_error(400, 21211, f"The 'To' number {form.get('To')} is not a valid phone number.")
        if not form.get("Body") or not (form.get("From") or form.get("MessagingServiceSid")):
            return _twilio_error(400, 21602, "Message body is required.")
        return form

    def accepted(self, message: Mapping[str, str]) -> Reply:
        sid = f"SM{next(self._numbers):032x}"
        body = {
            "sid": sid,
            "status": "queued",
            "to": message["To"],
            "error_code": None,
            "error_message": None,
        }
        return Reply(201, body)

    def refused(self) -> Reply:
        return _twilio_error(400, 21610, f"Attempt to send to unsubscribed recipient ({self.auth_token})")

    def busy(self) -> Reply:
        return _twilio_error(429, 20429, "Too Many Requests")

    def unauthorized(self) -> Reply:
        return _twilio_error(401, 20003, f"Authenticate: {self.auth_token}")

    def other(self, asked: Asked) -> Reply:
        if asked.path == f"/2010-04-01/Accounts/{self.account_sid}.json":
            return Reply(200, {"sid": self.account_sid, "status": "active", "friendly_name": "Shop"})
        return _twilio_error(404, 20404, "The requested resource was not found")

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        """`X-Twilio-Signature` of a webhook."""
        text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
        return base64.b64encode(hmac.digest(self.auth_token.encode(), text.encode(), "sha1")).decode()


def _twilio_error(status: int, code: int, message: str) -> Reply:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Reply(status, {"code": code, "message": message, "more_info": more, "status": status})


class FakeVonage(FakeProvider):
    """Vonage's SMS API: errors come with status 200.

    Source:
        https://developer.vonage.com/en/api/sms, https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms
        https://developer.vonage.com/en/getting-started/concepts/signing-messages
    """

    api_key = "abcd1234"
    api_secret = "vonage-secret-that-nobody-may-see"
    signature_secret = "vonage-signature-that-nobody-may-see"
    secrets = (api_secret, signature_secret)
    _numbers = count(1)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != "/sms/json":
            return None
        if asked.headers.get("authorization") != _basic(self.api_key, self.api_secret):
            return self.unauthorized()
        form = asked.form()
        missing = [name for name in ("from", "to", "text") if not form.get(name)]
        if missing or not re.fullmatch(r"[1-9]\d{6,14}", form["to"]):
            return _vonage_status("3", f"Invalid value for parameter: {(missing or ['to'])[0]}")
        return form

    def accepted(self, message: Mapping[str, str]) -> Reply:
        sent = {
            "to": message["to"],
            "message-id": f"{next(self._numbers):016X}",
            "status": "0",
            "remaining-balance": "3.14159265",
            "message-price": "0.03330000",
            "network": "12345",
        }
        return Reply(200, {"message-count": "1", "messages": [sent]})

    def refused(self) -> Reply:
        return _vonage_status("29", f"Non-Whitelisted Destination ({self.api_secret})")

    def busy(self) -> Reply:
        return _vonage_status("1", "Throughput Rate Exceeded - please wait [ 33 ] and retry")

    def unauthorized(self) -> Reply:
        return _vonage_status("4", f"Bad Credentials {self.api_secret}")

    def unauthorized_elsewhere(self) -> Reply:
        return Reply(401, {"error-code": "401", "error-code-label": "authentication failed"})

    def other(self, asked: Asked) -> Reply:
        if asked.path == "/account/get-balance":
            return Reply(200, {"value": 10.28, "autoReload": False})
        return Reply(404, {"error-code": "404"})

    def signed(self, form: Mapping[str, str]) -> dict[str, str]:
        """A webhook's parameters with their signature by HMAC-SHA-256."""
        text = "".join(f"&{name}={re.sub('[&=]', '_', value)}" for name, value in sorted(form.items()))
        sig = hmac.new(self.signature_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return {**form, "sig": sig.upper()}


def _vonage_status(status: str, text: str) -> Reply:
    return Reply(200, {"message-count": "1", "messages": [{"status": status, "error-text": text}]})


class FakeGateway(FakeProvider):
    """Somebody's own SMS gateway: `POST /send` with JSON and a key in the address, as many have it."""

    key = "gateway-key-that-nobody-may-see"
    secrets = (key,)
    _numbers = count(1)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != "/send":
            return None
        if asked.query.get("key") != self.key:
            return self.unauthorized()
        return asked.document() if asked.method == "POST" else dict(asked.query)

    def accepted(self, message: Any) -> Reply:
        return Reply(200, {"status": "ok", "id": f"gw-{next(self._numbers)}"})

    def refused(self) -> Reply:
        return Reply(422, {"error": f"no route for this number, key {self.key}"})

    def busy(self) -> Reply:
        return Reply(503, {"error": "modem busy"}, {"retry-after": "7"})

    def unauthorized(self) -> Reply:
        return Reply(401, {"error": f"unknown key {self.key}"})

    def other(self, asked: Asked) -> Reply:
        return Reply(200, {"status": "ok"}) if asked.path == "/health" else Reply(404)
