"""Sign a webhook so that its receiver can tell that it comes from here, and when.

Source:
    https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime

from evergrow.deliver.channels.entered import unfit

PREFIX = "whsec_"


def new_secret() -> str:
    """A fresh secret of 32 bytes."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def read_secret(text: str) -> bytes:
    """The key behind such a secret.

    Raises:
        Refusal: `channel.value_unfit`.
    """
    try:
        key = b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not 24 <= len(key) <= 64:
        raise unfit("secret", "It is no secret of 24 to 64 bytes.", "Leave it empty, and one is made.")
    return key


def signature_of(key: bytes, message_id: str, at: datetime, body: bytes) -> str:
    """The header `webhook-signature`: over the id, the moment in seconds since 1970, and the body."""
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()
