"""WhatsApp's Cloud API.

Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
    https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from itertools import count
from typing import Any

from evergrow.testing.providers.server import Asked, FakeProvider, Reply


class FakeWhatsApp(FakeProvider):
    """One business number's part of the Graph API."""

    number_id = "106540352242922"
    access_token = "EAAG-token-that-nobody-may-see"
    app_secret = "app-secret-that-nobody-may-see"
    verify_token = "verify-word-that-nobody-may-see"
    secrets = (access_token, app_secret, verify_token)
    _numbers = count(1)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != f"/{self.number_id}/messages":
            return None
        if asked.headers.get("authorization") != f"Bearer {self.access_token}":
            return self.unauthorized()
        body = asked.document()
        template = body.get("template", {})
        texts = [
            parameter["text"]
            for component in template.get("components", [])
            for parameter in component["parameters"]
        ]
        if body.get("messaging_product") != "whatsapp" or not re.fullmatch(
            r"[1-9]\d{6,14}", body.get("to", "")
        ):
            return _error(400, 100, "Invalid parameter")
        if any(re.search(r"[\n\t]| {5}", text) or not text for text in texts):
            return _error(400, 132012, "Parameter format does not match format in the created template")
        return body

    def accepted(self, message: Any) -> Reply:
        contacts = [{"input": message["to"], "wa_id": message["to"]}]
        sent = {"id": f"wamid.HBgL{next(self._numbers):08d}", "message_status": "accepted"}
        return Reply(200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": [sent]})

    def refused(self) -> Reply:
        return _error(400, 131026, f"Message undeliverable {self.access_token}")

    def busy(self) -> Reply:
        return _error(429, 130429, "Rate limit hit")

    def unauthorized(self) -> Reply:
        return _error(401, 190, f"Error validating access token: {self.access_token}")

    def other(self, asked: Asked) -> Reply:
        return Reply(
            200, {"display_phone_number": "+1 555 000 0000", "quality_rating": "GREEN", "id": self.number_id}
        )

    def webhook(self, value: dict[str, Any]) -> tuple[bytes, str]:
        """The body of a webhook that carries this value, and its `X-Hub-Signature-256`."""
        change = {"field": "messages", "value": {"messaging_product": "whatsapp", **value}}
        document = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
        body = json.dumps(document).encode()
        return body, "sha256=" + hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()


def _error(status: int, code: int, what: str) -> Reply:
    error = {
        "message": f"(#{code}) {what}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "Az8or2yhqkZfEZ",
    }
    return Reply(
        status, {"error": error | {"error_data": {"messaging_product": "whatsapp", "details": what}}}
    )
