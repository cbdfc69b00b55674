"""Names for things: text identities, and the 64-bit keys the warehouse joins by.

A key is the first eight bytes of the MD5 of the text. Joining ten million rows by it is fifteen times
faster than by text (measured: 17 ms against 250 ms), and it needs no counter that machines would have
to share. Among a million identities two share a key in one of 37 million shops (ADR-0002).
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterable
from typing import Literal

try:  # Python's own MD5 starts a hash in a quarter of the time that OpenSSL's takes, and our texts are short
    from _md5 import md5  # pyright: ignore[reportMissingImports]
except ImportError:  # pragma: no cover - a Python built without it
    from hashlib import md5

IdentityKind = Literal["user", "anon"]


def identity_of(kind: IdentityKind, value: str) -> str:
    """The text of an identity: `user:42` for an id the brand gave, `anon:...` for a device's."""
    return f"{kind}:{value}"


def key_of(text: str) -> int:
    """The signed 64-bit key of a text; the same on every machine and in every version."""
    return int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[:8], "big", signed=True)


def keys_of(texts: Iterable[str]) -> list[int]:
    """`key_of` for many texts at once."""
    digests = digests_of(texts)
    return list(struct.unpack(">" + "q8x" * len(digests), b"".join(digests)))


def digests_of(texts: Iterable[str]) -> list[bytes]:
    """The MD5 of each text."""
    return [md5(text.encode(), usedforsecurity=False).digest() for text in texts]


def new_id(prefix: str) -> str:
    """A fresh random name such as `src_9f2c...`; 80 bits, so nobody guesses one."""
    return f"{prefix}_{secrets.token_hex(10)}"
