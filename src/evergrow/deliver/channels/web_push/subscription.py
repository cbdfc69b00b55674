"""Where one browser can be pushed to, and how a message is sealed so that only this browser can read it.

Source:
    https://www.w3.org/TR/push-api/#dom-pushsubscription-tojson
    RFC 8291 (message encryption for web push) in the coding of RFC 8188, by `http_ece`
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from evergrow.deliver.channels.web_push.keys import decoded


@dataclass(frozen=True)
class Subscription:
    """A browser's subscription. `key` is its public key, `secret` what only it and the shop know."""

    endpoint: str
    key: bytes
    secret: bytes

    @property
    def origin(self) -> str:
        """The push service."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"


def read_subscription(text: str) -> Subscription | None:
    """The subscription in the JSON that a browser gives, or None where it is none."""
    try:
        found = json.loads(text)
        found = json.loads(found) if isinstance(found, str) else found
        endpoint, keys = str(found["endpoint"]), found["keys"]
        key, secret = decoded(keys["p256dh"]), decoded(keys["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        parts = urlsplit(endpoint)
        is_fit = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    is_fit = is_fit and endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    return Subscription(endpoint, key, secret) if is_fit and len(key) == 65 and len(secret) == 16 else None


def sealed(
    subscription: Subscription,
    text: bytes,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The text as only the browser can read it. `key` and `salt` are fresh for each message unless given."""
    return http_ece.encrypt(
        text,
        salt=salt,
        private_key=key or ec.generate_private_key(ec.SECP256R1()),
        dh=subscription.key,
        auth_secret=subscription.secret,
        version="aes128gcm",
    )
