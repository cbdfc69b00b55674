"""The keys by which push services know who sends: made once, when the channel is connected.

Source:
    RFC 8292 (VAPID), 2 and 3.2: an ES256 token for the push service's origin, and the public key as 65 bytes.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from evergrow.deliver.channels.entered import unfit

_LIVES: Final = timedelta(hours=12)  # at most 24


def new_private_key() -> str:
    """A private key, as 43 characters of base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return encoded(number.to_bytes(32, "big"))


def read_private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key that such a text stands for.

    Raises:
        Refusal: `channel.value_unfit`.
    """
    try:
        return ec.derive_private_key(int.from_bytes(decoded(text), "big"), ec.SECP256R1())
    except ValueError:
        raise unfit("private_key", "It is no VAPID key.", "Leave it empty, and one is made.") from None


def public_key_of(private_key: str) -> str:
    """The public key that browsers subscribe with, as 87 characters of base64url."""
    return encoded(public_bytes(read_private_key(private_key)))


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def authorization(key: ec.EllipticCurvePrivateKey, origin: str, contact: str, now: datetime) -> str:
    """The header that says who sends, good for this push service and half a day."""
    claim = {"aud": origin, "exp": now + _LIVES, "sub": contact}
    return f"vapid t={jwt.encode(claim, key, 'ES256')}, k={encoded(public_bytes(key))}"


def encoded(value: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes behind base64url, padded or not.

    Raises:
        ValueError: it is none.
    """
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
