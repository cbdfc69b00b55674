"""A receiver of webhooks, and two messengers, as their documents describe what goes over the wire."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import Any

from evergrow.testing.providers.server import Asked, FakeProvider, Reply


class FakeReceiver(FakeProvider):
    """A machine that takes signed webhooks at /hook and checks their signature.

    Source:
        https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """

    secret = "whsec_" + b64encode(b"webhook-secret-nobody-may-see-it").decode()
    secrets = (secret,)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != "/hook":
            return None
        name, moment = asked.headers.get("webhook-id", ""), asked.headers.get("webhook-timestamp", "")
        signed = f"{name}.{moment}.".encode() + asked.body
        expected = b64encode(hmac.digest(b64decode(self.secret[6:]), signed, "sha256")).decode()
        if asked.headers.get("webhook-signature") != f"v1,{expected}":
            return self.unauthorized()
        return asked

    def accepted(self, message: Any) -> Reply:
        return Reply(204)

    def refused(self) -> Reply:
        return Reply(422, {"error": f"not with {self.secret}"})

    def busy(self) -> Reply:
        return Reply(503, b"deploying", {"retry-after": "12"})

    def unauthorized(self) -> Reply:
        return Reply(401, {"error": f"signature by {self.secret} is wrong"})

    def other(self, asked: Asked) -> Reply:
        return Reply(302, b"", {"location": "http://169.254.169.254/"})


class FakeLine(FakeProvider):
    """LINE's Messaging API.

    Source:
        https://developers.line.biz/en/reference/messaging-api/#send-push-message
    """

    token = "line-token-that-nobody-may-see"
    customer = "U4af4980629000000000000000000abcd"
    secrets = (token,)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != "/v2/bot/message/push":
            return None
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self.unauthorized()
        body = asked.document()
        if body.get("to") != self.customer or not body.get("messages", [{}])[0].get("text"):
            return Reply(400, {"message": "The property, 'to', in the request body is invalid"})
        return body

    def accepted(self, message: Any) -> Reply:
        return Reply(200, {"sentMessages": [{"id": "461230966842064897", "quoteToken": "IStG5h1Tz7b"}]})

    def refused(self) -> Reply:
        return Reply(400, {"message": f"Failed to send messages {self.token}"})

    def busy(self) -> Reply:
        return Reply(429, {"message": "You have reached your monthly limit."})

    def unauthorized(self) -> Reply:
        return Reply(401, {"message": f"Authentication failed: {self.token}"})

    def other(self, asked: Asked) -> Reply:
        return Reply(200, {"userId": "Ub9952f8", "basicId": "@216ru", "displayName": "Tea Shop"})


class FakeTelegram(FakeProvider):
    """Telegram's bot API; the token is part of the path.

    Source:
        https://core.telegram.org/bots/api#sendmessage
    """

    token = "123456789:AAE-nobody-may-see-this-token-00000"
    customer = "987654321"
    secrets = (token,)

    def message_of(self, asked: Asked) -> Any:
        if not asked.path.endswith("/sendMessage"):
            return None
        if asked.path != f"/bot{self.token}/sendMessage":
            return self.unauthorized()
        body = asked.document()
        return body if str(body.get("chat_id")) == self.customer and body.get("text") else self.refused()

    def accepted(self, message: Any) -> Reply:
        return Reply(200, {"ok": True, "result": {"message_id": 1, "chat": {"id": int(self.customer)}}})

    def refused(self) -> Reply:
        return _telegram(400, f"Bad Request: chat not found {self.token}")

    def busy(self) -> Reply:
        return _telegram(429, "Too Many Requests: retry after 5")

    def unauthorized(self) -> Reply:
        return _telegram(401, "Unauthorized")

    def other(self, asked: Asked) -> Reply:
        return Reply(200, {"ok": True, "result": {"id": 1, "is_bot": True, "username": "teashop_bot"}})


class FakeSlack(FakeProvider):
    """Slack's Web API: it answers 200 whatever it thinks, and says no in words.

    Source:
        https://docs.slack.dev/reference/methods/chat.postMessage
    """

    token = "xoxb-1111111111-nobody-may-see-this-token"
    customer = "C0123ABCD"
    secrets = (token,)

    def message_of(self, asked: Asked) -> Any:
        if asked.path != "/api/chat.postMessage":
            return None
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self.unauthorized()
        body = asked.document()
        return body if body.get("channel") == self.customer else self.refused()

    def accepted(self, message: Any) -> Reply:
        return Reply(200, {"ok": True, "channel": self.customer, "ts": "1503435956.000247"})

    def refused(self) -> Reply:
        return Reply(200, {"ok": False, "error": "channel_not_found"})

    def busy(self) -> Reply:
        return Reply(200, {"ok": False, "error": "ratelimited"})

    def unauthorized(self) -> Reply:
        return Reply(200, {"ok": False, "error": "invalid_auth"})

    def other(self, asked: Asked) -> Reply:
        return Reply(200, {"ok": True, "team": "Tea Shop", "user": "teashop_bot"})


def _telegram(status: int, what: str) -> Reply:
    return Reply(status, {"ok": False, "error_code": status, "description": what})
