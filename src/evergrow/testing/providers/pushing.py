"""Firebase, and any browser's push service, as their documents describe what goes over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any, Final

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from evergrow.deliver.channels.web_push import decoded, encoded
from evergrow.testing.providers.server import Asked, Conduct, FakeProvider, Reply

_PLAIN: Final[Any] = {"verify_aud": False, "verify_exp": False, "verify_iat": False}


@cache
def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem_of(key: Any) -> str:
    """A private key as the providers hand it out."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class FakeFcm(FakeProvider):
    """Firebase Cloud Messaging, HTTP v1, with Google's token exchange at /token.

    Source:
        https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
        https://developers.google.com/identity/protocols/oauth2/service-account#httprest
    """

    project = "my-shop"
    token = "ya29.fcm-token-that-nobody-may-see"
    device = "cRx0abcdefg:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx0123456789"

    def __init__(self, conduct: Conduct = "accept") -> None:
        super().__init__(conduct)
        self.secrets = (self.token, pem_of(_rsa_key()))

    def service_account(self) -> str:
        """The key file to connect with."""
        return json.dumps(
            {
                "type": "service_account",
                "project_id": self.project,
                "private_key_id": "k1",
                "private_key": pem_of(_rsa_key()),
                "client_email": "push@my-shop.iam.gserviceaccount.com",
                "token_uri": "https://oauth2.googleapis.com/token",
            }
        )

    def message_of(self, asked: Asked) -> Any:
        if asked.path != f"/v1/projects/{self.project}/messages:send" or asked.document().get(
            "validate_only"
        ):
            return None
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self.unauthorized()
        message = asked.document()["message"]
        if ":APA91b" not in message.get("token", ""):
            what = "The registration token is not a valid FCM registration token"
            return _fcm_error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", what)
        if not all(isinstance(value, str) for value in message.get("data", {}).values()):
            return _fcm_error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "Invalid value at 'message.data'")
        return message

    def accepted(self, message: Any) -> Reply:
        return Reply(200, {"name": f"projects/{self.project}/messages/0:{len(self.messages)}%31bd1c96"})

    def refused(self) -> Reply:
        return _fcm_error(404, "NOT_FOUND", "UNREGISTERED", f"Requested entity was not found. {self.token}")

    def busy(self) -> Reply:
        what = "Sending limit exceeded"
        found = _fcm_error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", what)
        return Reply(429, found.body, {"retry-after": "60"})

    def unauthorized(self) -> Reply:
        what = f"Request had invalid authentication credentials: {self.token}"
        return Reply(401, {"error": {"code": 401, "message": what, "status": "UNAUTHENTICATED"}})

    def unauthorized_elsewhere(self) -> Reply:
        return Reply(400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})

    def other(self, asked: Asked) -> Reply:
        if asked.path != "/token":
            return Reply(200, {"name": f"projects/{self.project}/messages/fake_message_id"})
        claim = jwt.decode(
            asked.form()["assertion"], _rsa_key().public_key(), algorithms=["RS256"], options=_PLAIN
        )
        is_right = (
            claim["aud"] == "https://oauth2.googleapis.com/token" and claim["exp"] - claim["iat"] <= 3600
        )
        if not is_right or "firebase.messaging" not in claim["scope"]:
            return self.unauthorized_elsewhere()
        return Reply(200, {"access_token": self.token, "expires_in": 3599, "token_type": "Bearer"})


def _fcm_error(status: int, name: str, code: str, what: str) -> Reply:
    detail = {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}
    return Reply(status, {"error": {"code": status, "message": what, "status": name, "details": [detail]}})


class FakePushService(FakeProvider):
    """A browser's push service, and the browser behind it: `messages` are what the browser could read.

    Source:
        RFC 8030, RFC 8291, RFC 8292
    """

    _numbers = count(1)

    def __init__(self, conduct: Conduct = "accept") -> None:
        super().__init__(conduct)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = b"0123456789abcdef"

    def subscription(self) -> str:
        """The subscription that the browser's page gets."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": encoded(point), "auth": encoded(self._secret)}
        return json.dumps({"endpoint": f"{self.url}/push/1", "expirationTime": None, "keys": keys})

    def message_of(self, asked: Asked) -> Any:
        found = re.fullmatch(r"vapid t=([^,]+), k=(\S+)", asked.headers.get("authorization", ""))
        if not found or not asked.headers.get("ttl", "").isdigit():
            return self.unauthorized()
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(found[2]))
        claim = jwt.decode(found[1], key, algorithms=["ES256"], options=_PLAIN)
        if claim["aud"] != self.url or not claim["sub"].startswith(("mailto:", "https:")):
            return self.unauthorized()
        text = http_ece.decrypt(
            asked.body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        return json.loads(text)

    def accepted(self, message: Mapping[str, Any]) -> Reply:
        return Reply(201, b"", {"location": f"{self.url}/message/{next(self._numbers)}"})

    def refused(self) -> Reply:
        return Reply(410, {"code": 410, "errno": 106, "message": "push subscription has unsubscribed"})

    def busy(self) -> Reply:
        return Reply(429, b"", {"retry-after": "30"})

    def unauthorized(self) -> Reply:
        return Reply(403, {"code": 403, "message": "the VAPID key is another one"})

    def other(self, asked: Asked) -> Reply:
        return Reply(404)
